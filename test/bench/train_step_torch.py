# Training steps of the networks of train-step.bench.ts in PyTorch 1.13 (Debian's python3-torch), 32 bits: forward, backward, Adam.
#   python3 test/bench/train_step_torch.py NETWORK THREADS
# NETWORK: JSON of train-step.bench.ts. For each line on stdin one step, and a line on stdout: its CPU seconds and its wall seconds.
import json
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

network = json.loads(sys.argv[1])
torch.set_num_threads(int(sys.argv[2]))
torch.manual_seed(1)
TEMPERATURE, OFF_DIAGONAL_WEIGHT = 0.07, 5e-3


def conv_norm(dimensions, inner, outer, kernel, stride, margin):
    conv, norm = (nn.Conv2d, nn.BatchNorm2d) if dimensions == 2 else (nn.Conv3d, nn.BatchNorm3d)
    return nn.Sequential(conv(inner, outer, kernel, stride, margin, bias=False), norm(outer))


def conv_image(inner, outer, kernel, stride):
    return conv_norm(2, inner, outer, kernel, stride, kernel // 2)


def conv_film(inner, outer, kernel, stride, time_stride, middle=None):
    if middle is None:
        middle = 3 * kernel ** 2 * inner * outer // (kernel ** 2 * inner + 3 * outer)
    margin = kernel // 2
    return nn.Sequential(
        conv_norm(3, inner, middle, (1, kernel, kernel), (1, stride, stride), (0, margin, margin)),
        nn.ReLU(inplace=True),
        conv_norm(3, middle, outer, (3, 1, 1), (time_stride, 1, 1), (1, 0, 0)),
    )


class Block(nn.Module):
    def __init__(self, dimensions, inner, outer, stride):
        super().__init__()
        if dimensions == 2:
            self.first, self.second = conv_image(inner, outer, 3, stride), conv_image(outer, outer, 3, 1)
        else:
            self.first, self.second = conv_film(inner, outer, 3, stride, stride), conv_film(outer, outer, 3, 1, 1)
        fits = stride == 1 and inner == outer
        self.shortcut = nn.Identity() if fits else conv_norm(dimensions, inner, outer, 1, stride, 0)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x), inplace=True)) + self.shortcut(x), inplace=True)


class Encoder(nn.Module):
    def __init__(self, dimensions, plan):
        super().__init__()
        stem = plan['stem']
        channels, kernel, stride = stem['channels'], stem['kernel'], stem['stride']
        first = conv_image(1, channels, kernel, stride) if dimensions == 2 else conv_film(
            3, channels, kernel, stride, 1, stem['videoMidChannels'])
        layers = [first, nn.ReLU(inplace=True)]
        for stage in plan['stages']:
            for index in range(stage['blocks']):
                layers.append(Block(dimensions, channels, stage['channels'], stage['stride'] if index == 0 else 1))
                channels = stage['channels']
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x).flatten(2).mean(2)


class Avcl(nn.Module):
    """Pairwise fusion and both losses, as src/avcl has them."""

    def __init__(self, plan):
        super().__init__()
        size = plan['stages'][-1]['channels']
        self.video, self.sound, self.gates = Encoder(3, plan), Encoder(2, plan), nn.Linear(2 * size, 2 * size)
        nn.init.zeros_(self.gates.weight)
        nn.init.ones_(self.gates.bias)

    def fuse(self, by_video, by_sound, video, sound):
        gates = F.relu(by_video + by_sound)
        size = video.shape[-1]
        return gates[..., :size] * video, gates[..., size:] * sound

    def forward(self, film, image):
        v, a = self.video(film), self.sound(image)
        batch, size = v.shape
        by_video = F.linear(v, self.gates.weight[:, :size], self.gates.bias)
        by_sound = F.linear(a, self.gates.weight[:, size:])
        pv, pa = self.fuse(by_video[:, None], by_sound[None], v[:, None], a[None])
        logits = (F.normalize(pv, dim=-1) * F.normalize(pa, dim=-1)).sum(-1) / TEMPERATURE
        target = torch.arange(batch)
        contrast = (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
        zv, za = (F.batch_norm(f, None, None, training=True) for f in self.fuse(by_video, by_sound, v, a))
        correlation = zv.T @ za / batch
        diagonal = torch.diagonal(correlation)
        off = (correlation ** 2).sum() - (diagonal ** 2).sum()
        return contrast + (((1 - diagonal) ** 2).sum() + OFF_DIAGONAL_WEIGHT * off) / size


plan, batch = network['encoder'], network['batch']
if network['kind'] == 'resnet':
    model = Encoder(2, plan)
    inputs = [torch.randn(batch, 1, network['side'], network['side'])]
    loss_of = lambda: model(*inputs).square().mean()
else:
    model = Avcl(plan)
    inputs = [torch.randn(batch, 3, network['videoFrames'], network['sidePx'], network['sidePx']),
              torch.randn(batch, 1, network['melSide'], network['melSide'])]
    loss_of = lambda: model(*inputs)
for module in model.modules():
    if isinstance(module, (nn.Conv2d, nn.Conv3d)):
        nn.init.normal_(module.weight, std=math.sqrt(2 / module.weight[0].numel()))
optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)

for _ in sys.stdin:
    cpu, wall = time.process_time(), time.perf_counter()
    optimiser.zero_grad(set_to_none=True)
    loss = loss_of()
    loss.backward()
    optimiser.step()
    print(f'{time.process_time() - cpu:.6f} {time.perf_counter() - wall:.6f} {loss.item():.6f}', flush=True)
