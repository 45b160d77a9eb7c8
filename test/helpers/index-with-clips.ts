// An index whose clips are all cut and kept by their facts: clip n has the hash `sha-n`.
import type { TestContext } from 'node:test';
import type { Index } from '../../src/store/open.ts';
import { createSettlementWriter } from '../../src/store/settle.ts';
import { indexWithPlan, segmentOf } from './index-with-plan.ts';

export function indexWithClips(
  t: TestContext,
  count: number,
  labelOf: (number: number) => string = () => 'playing drums',
): { index: Index; clipIds: number[] } {
  const segments = Array.from({ length: count }, (_, number) => segmentOf(number, labelOf(number)));
  const { index, runId } = indexWithPlan(t, segments);
  const writer = createSettlementWriter(index, runId);
  const ids = index.prepare('SELECT id FROM segments ORDER BY id').pluck().all() as number[];
  for (const [number, segment] of segments.entries()) {
    const facts = { sizeBytes: 1, sha256: `sha-${number}`, container: 'mov', decodeErrors: [] };
    const clip = {
      path: `clips/${number}.mp4`,
      facts,
      verdict: { decision: 'keep', reasons: [] },
      source: 'folder',
      route: 'file',
      provenance: '',
      method: 're-encode',
      expectedDurationSeconds: 10,
    } as const;
    writer.settle({ segmentId: ids[number]!, segment, state: 'kept', code: undefined, retryAtMs: 0, clip }, []);
  }
  return { index, clipIds: index.prepare('SELECT id FROM clips ORDER BY id').pluck().all() as number[] };
}
