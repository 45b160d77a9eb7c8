import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSafetensors, encodeSafetensors, type Safetensors } from '../../src/tensor/safetensors.ts';

const SOME: Safetensors = {
  arrays: new Map([
    ['b', { shape: [2, 3], values: Float32Array.of(1, -2, 3, 0.5, Number.MIN_VALUE, 1e38) }],
    ['a', { shape: [], values: Float32Array.of(7) }],
    ['none', { shape: [0, 4], values: new Float32Array(0) }],
  ]),
  texts: new Map([['note', 'ünïcode "quoted"']]),
};

/** As the format's page has it: length of the header, the header, the data. */
function fileOf(header: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeUInt32LE(Buffer.byteLength(header));
  return Buffer.concat([length, Buffer.from(header), data]);
}

test('arrays and texts come back as they were, in their order', () => {
  const back = decodeSafetensors(encodeSafetensors(SOME));
  assert.ok(typeof back !== 'string', String(back));
  assert.deepEqual([...back.arrays], [...SOME.arrays]);
  assert.deepEqual(back.texts, SOME.texts);
});

test('what is written follows the format: length, JSON filled up to eight bytes, data without gaps', () => {
  const bytes = encodeSafetensors({
    arrays: new Map([['x', { shape: [1, 2], values: Float32Array.of(1, 2) }]]),
    texts: new Map(),
  });
  const headerBytes = bytes.readUInt32LE(0);
  assert.equal(headerBytes % 8, 0);
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes)) as Record<string, unknown>;
  assert.deepEqual(header.x, { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] });
  assert.deepEqual([...bytes.subarray(8 + headerBytes)], [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]);
});

test("another writer's file is read, whatever the order of its header", () => {
  const header =
    '{"second":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"first":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   ';
  const read = decodeSafetensors(fileOf(header, Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])));
  assert.ok(typeof read !== 'string', String(read));
  assert.deepEqual(read.arrays.get('first'), { shape: [1], values: Float32Array.of(1) });
  assert.deepEqual(read.arrays.get('second'), { shape: [1], values: Float32Array.of(2) });
});

test('a file cut anywhere, or with one bit turned over in its data, is not read', () => {
  const bytes = encodeSafetensors(SOME);
  for (let length = 0; length < bytes.length; length += 1)
    assert.equal(typeof decodeSafetensors(bytes.subarray(0, length)), 'string', `${length} bytes`);
  const dataFrom = 8 + bytes.readUInt32LE(0);
  for (let at = dataFrom; at < bytes.length; at += 1) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    assert.match(String(decodeSafetensors(damaged)), /CRC-32/, `byte ${at}`);
  }
});

test('headers that do not add up are refused in words', () => {
  const eight = new Uint8Array(8);
  const entry = (fields: string) => fileOf(`{"x":{${fields}}}`, eight);
  for (const [bytes, problem] of [
    [entry('"dtype":"BF16","shape":[4],"data_offsets":[0,8]'), /x: expected 32-bit floats \(F32\), got BF16/],
    [
      entry('"dtype":"F32","shape":[3],"data_offsets":[0,8]'),
      /x: expected as many bytes as its shape \[3\] needs, got 8/,
    ],
    [entry('"dtype":"F32","shape":[1],"data_offsets":[4,8]'), /x: expected data from byte 0/],
    [entry('"dtype":"F32","shape":[1],"data_offsets":[0,4]'), /expected 4 bytes of data, got 8/],
    [entry('"dtype":"F32","shape":[4],"data_offsets":[0,16]'), /x: expected data from byte 0/],
    [entry('"dtype":"F32"'), /expected a header of safetensors/],
    [fileOf('[1]', eight), /expected a header of safetensors/],
    [fileOf('{', eight), /expected a header of safetensors/],
  ] as const)
    assert.match(String(decodeSafetensors(bytes)), problem);
});
