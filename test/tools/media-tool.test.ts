import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastLines, troubleOf } from '../../src/tools/media-tool.ts';
import type { RunResult } from '../../src/tools/process.ts';

function ended(changes: Partial<RunResult>): RunResult {
  return {
    program: 'ffmpeg',
    argv: [],
    exitCode: 0,
    exitSignal: undefined,
    timedOut: false,
    aborted: false,
    durationMs: 1500,
    stdout: '',
    stderrTail: '',
    ...changes,
  };
}

test('an end of its own is no trouble of ours, whatever the exit status', () => {
  assert.equal(troubleOf(ended({ exitCode: 0 })), undefined);
  assert.equal(troubleOf(ended({ exitCode: 1, stderrTail: 'Invalid data found when processing input\n' })), undefined);
});

test('a full disk and a full quota are told from everything else, also when the time ran out', () => {
  for (const text of ['No space left on device', 'Disk quota exceeded']) {
    const stderrTail = `av_interleaved_write_frame(): ${text}\n`;
    assert.equal(troubleOf(ended({ exitCode: 1, timedOut: true, stderrTail }))?.code, 'disk-full');
  }
});

test('the time limit and a crash are ours', () => {
  assert.equal(troubleOf(ended({ exitCode: 255, timedOut: true }))?.code, 'timed-out');
  assert.equal(troubleOf(ended({ exitCode: undefined, exitSignal: 'SIGSEGV' }))?.code, 'tool-failed');
});

test('the last lines of a text are kept', () => {
  assert.equal(lastLines('a\nb\nc\n', 2), 'b\nc');
});
