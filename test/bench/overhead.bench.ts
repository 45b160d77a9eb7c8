// Our own work per clip: CPU of this process alone, ffmpeg and ffprobe being others, over real cuts of a folder source.
// node --import tsx test/bench/overhead.bench.ts
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_CONFIG } from '../../src/config.ts';
import { startFetch } from '../../src/pipeline/fetch.ts';
import { planFetch } from '../../src/pipeline/plan.ts';
import { openWorkspace } from '../../src/pipeline/workspace.ts';
import { openFolderSource } from '../../src/sources/folder.ts';
import { openIndex } from '../../src/store/open.ts';
import { startRun } from '../../src/store/runs.ts';
import { makeVideo, writeCsv } from '../helpers/source-videos.ts';

const CLIPS = 300;
const folder = mkdtempSync(path.join(tmpdir(), 'ks-build-bench-'));

async function ownMsPerClip(): Promise<number> {
  const videos = path.join(folder, 'videos');
  mkdirSync(videos);
  await makeVideo(path.join(videos, 'video-aaaaa.mp4'), { seconds: CLIPS / 2 + 2, toneHz: 440 });
  const rows = Array.from({ length: CLIPS }, (_, number) => ({
    videoId: 'video-aaaaa',
    startSeconds: number / 2,
    endSeconds: number / 2 + 2,
    label: 'humming',
  }));
  const workspace = openWorkspace(path.join(folder, 'workspace'));
  const index = openIndex(workspace.indexPath);
  const { plan } = await planFetch(
    index,
    writeCsv(folder, rows),
    {},
    { config: DEFAULT_CONFIG, cacheDirectory: folder },
  );
  const runId = startRun(index, {
    command: 'fetch',
    planId: plan.id,
    programVersion: '0',
    toolVersions: {},
    config: {},
  });
  const source = await openFolderSource(videos, { onNote: () => {} });
  const cpuStart = process.cpuUsage();
  await startFetch({
    workspace,
    index,
    plan,
    runId,
    sources: [source],
    config: DEFAULT_CONFIG,
    tools: { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' },
    cutSettings: { ...DEFAULT_CONFIG, copy: false, normalise: false },
    retry: [],
    downloadsAtOnce: 4,
    cutsAtOnce: 2,
    keepSources: false,
    maxDiskBytes: undefined,
    measure: undefined,
    listener: () => {},
  }).done;
  const { user, system } = process.cpuUsage(cpuStart);
  index.close();
  return (user + system) / 1000 / CLIPS;
}

try {
  const ms = await ownMsPerClip();
  process.stdout.write(
    `| what | target | got |\n|---|---|---|\n| our own CPU per clip, ms | < 10 | ${ms.toFixed(1)} |\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
