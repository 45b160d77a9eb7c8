import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from '../helpers/programs.ts';
import { startRangeServer } from '../helpers/range-server.ts';
import { memberName, streamInOwnProcess } from '../helpers/stream-figures.ts';
import { declareSize, tarOf } from '../helpers/tar-file.ts';

const MiB = 1024 ** 2;

/** A tar.gz that is never whole anywhere: gzip members one after another, each of them a piece of the tar. */
async function* archivePieces(sizes: readonly number[]): AsyncGenerator<Buffer, void> {
  const piece = Buffer.alloc(4 * MiB);
  const compressedPiece = gzipSync(piece, { level: 1 });
  for (const [position, sizeBytes] of sizes.entries()) {
    const header = declareSize((await tarOf([{ name: memberName(position) }])).subarray(0, 512), sizeBytes);
    yield gzipSync(header);
    for (let rest = sizeBytes; rest > 0; rest -= piece.length) yield compressedPiece;
  }
  yield gzipSync(Buffer.alloc(1024));
}

test('an archive of 600 MiB, with members of 200 MiB, passes through in less than 200 MB of memory', async (t) => {
  const sizes = [200 * MiB, 200 * MiB, ...Array.from({ length: 50 }, () => 4 * MiB)];
  const server = await startRangeServer(t, async (_, response) => {
    response.writeHead(200);
    for await (const piece of archivePieces(sizes)) {
      if (!response.write(piece)) await once(response, 'drain');
    }
    response.end();
  });
  const figures = await streamInOwnProcess(server.url, temporaryFolder(t), sizes.length, 10);
  assert.equal(figures.unreadParts, 0);
  assert.equal(figures.handedOver, 6);
  assert.equal(figures.handedOverBytes, 200 * MiB + 5 * 4 * MiB);
  t.diagnostic(`peak ${Math.round(figures.peakRssBytes / 1e6)} MB, ${figures.wallSeconds.toFixed(1)} s`);
  assert.ok(figures.peakRssBytes < 200e6, `peak of ${figures.peakRssBytes} bytes`);
});
