import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQueue, refreshQueue } from '../../../src/ui/curate/queue.ts';
import { CurateDrive } from '../../helpers/curate-drive.ts';

const cursor = (drive: CurateDrive): number => Math.round(drive.state.time.cursorSeconds * 1000) / 1000;

test('vim keys and arrows go through the queue and stop at its ends', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('j');
  assert.equal(drive.current, 11);
  drive.type('<down>');
  assert.equal(drive.state.message?.text, 'this is the last clip of the queue');
  drive.type('<up>k');
  assert.equal(drive.current, 10);
  assert.equal(drive.state.message?.text, 'this is the first clip of the queue');
});

test('a number goes to a place, a name is looked up, and a place that is not there is refused', () => {
  const drive = new CurateDrive([10, 11, 12]);
  drive.type(':3<enter>');
  assert.equal(drive.current, 12);
  drive.type(':9<enter>');
  assert.equal(drive.state.message?.text, 'expected a place from 1 to 3, got 9');
  drive.type(':abc_000001<enter>');
  assert.deepEqual(drive.effects, [{ kind: 'find', name: 'abc_000001' }]);
  drive.send({ kind: 'found', position: 77 });
  assert.equal(drive.current, 77);
});

test('a query is given to the index as typed, and stays open where it is refused', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('fx<enter>');
  assert.deepEqual(drive.effects, [{ kind: 'select', query: 'is:askx' }]);
  drive.send({ kind: 'refused-query', problem: 'no state "askx"' });
  assert.equal(drive.state.mode.kind === 'query' && drive.state.mode.problem, 'no state "askx"');
  drive.send({ kind: 'opened', query: 'is:kept', queue: openQueue(Uint32Array.of(5), () => undefined) });
  assert.equal(drive.current, 5);
  assert.equal(drive.state.mode.kind, 'clip');
});

test('rows that others change never swap the clip on the screen or take the keyboard away', () => {
  const drive = new CurateDrive([10, 11, 12]);
  drive.type('jn');
  const queue = refreshQueue(drive.state.queue, Uint32Array.of(12, 13));
  drive.send({ kind: 'queue', queue });
  assert.equal(drive.current, 11);
  assert.equal(drive.state.mode.kind, 'note');
  assert.deepEqual([...drive.state.queue.order], [11, 12, 13]);
});

test('an empty queue shows its first clip when one arrives', () => {
  const drive = new CurateDrive([]);
  drive.type('a');
  assert.equal(drive.state.message?.text, 'there is no clip to judge');
  drive.send({ kind: 'queue', queue: openQueue(Uint32Array.of(4), () => undefined) });
  assert.equal(drive.state.clip?.position, 4);
});

test('the cursor moves by 0.2 s, 1 s, one video frame, and to onsets', () => {
  const drive = new CurateDrive([10]);
  drive.type('lLL');
  assert.equal(cursor(drive), 2.2);
  drive.type('<left>H');
  assert.equal(cursor(drive), 1);
  drive.type('.');
  assert.equal(cursor(drive), 1.04);
  drive.type(',,');
  assert.equal(cursor(drive), 0.96);
  drive.type('ooo');
  assert.equal(cursor(drive), 2.9);
  drive.type('o');
  assert.equal(drive.state.message?.text, 'no onset after the cursor');
  drive.type('O');
  assert.equal(cursor(drive), 2);
  drive.type('HHHHHH');
  assert.equal(cursor(drive), 0);
});

test('zooming keeps the moment under the cursor, and the shown stretch follows it by pages', () => {
  const drive = new CurateDrive([10]);
  drive.type('LLLLz');
  assert.deepEqual(drive.state.time.shown, { startSeconds: 2, endSeconds: 7 });
  drive.type('LLLL');
  assert.deepEqual(drive.state.time.shown, { startSeconds: 5, endSeconds: 10 });
  drive.type('ZZ');
  assert.deepEqual(drive.state.time.shown, { startSeconds: 0, endSeconds: 10 });
});

test('the same key plays and holds; the sound goes along with the cursor; it ends with the clip', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('<space>');
  drive.send({ kind: 'heard', seconds: 0.5 });
  drive.type('<space>l<space>');
  drive.type('j');
  assert.deepEqual(drive.effects, [
    { kind: 'play', fromSeconds: 0, toSeconds: 10, isLooping: false },
    { kind: 'pause' },
    { kind: 'seek', seconds: 0.7 },
    { kind: 'resume' },
    { kind: 'stop' },
  ]);
  assert.equal(drive.state.sound, 'silent');
});

test('a verdict says whether the clip was heard', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('<space>');
  drive.send({ kind: 'heard', seconds: 0.1 });
  drive.type('aa');
  assert.deepEqual(
    [...drive.index.values()].map(({ wasHeard }) => wasHeard),
    [true, false],
  );
});

test('a player that cannot hold or seek is stopped and started anew', () => {
  const drive = new CurateDrive([10], { player: { canPause: false, canSeek: false } });
  drive.type('<space>L<space>');
  assert.deepEqual(drive.effects, [
    { kind: 'play', fromSeconds: 0, toSeconds: 10, isLooping: false },
    { kind: 'play', fromSeconds: 1, toSeconds: 10, isLooping: false },
    { kind: 'stop' },
  ]);
});

test('without a player the keys of sound say why', () => {
  const drive = new CurateDrive([10], { player: { because: 'no sound here', remedy: [] } });
  drive.type('<space>');
  assert.equal(drive.state.message?.text, 'no sound here');
  assert.equal(drive.state.sound, 'silent');
});

test('a loop plays between its ends, and its end set before its start turns it round', () => {
  const drive = new CurateDrive([10]);
  drive.type('LL[LL]<enter>');
  assert.deepEqual(drive.effects.at(-1), { kind: 'play', fromSeconds: 2, toSeconds: 4, isLooping: true });
  drive.type('H]');
  drive.type('HH]');
  assert.deepEqual(drive.state.time.loop, { endSeconds: drive.state.time.cursorSeconds });
  drive.type('\\');
  assert.deepEqual(drive.state.time.loop, {});
});

test('sound starts with each clip that nothing was said of, where the settings want it', () => {
  const drive = new CurateDrive([10, 11], { startsPlaying: true });
  assert.deepEqual(drive.effects, [{ kind: 'play', fromSeconds: 0, toSeconds: 10, isLooping: false }]);
  drive.type('ak');
  assert.deepEqual(
    drive.effects.map(({ kind }) => kind),
    ['play', 'stop', 'play', 'stop'],
  );
});

test('trimming at the very ends trims nothing, and an end beyond the other takes that away', () => {
  const drive = new CurateDrive([10]);
  drive.type('<L>');
  assert.deepEqual(drive.state.drafts.get(10), { note: '', trimEndSeconds: 1 });
  drive.type('L<');
  assert.deepEqual(drive.state.drafts.get(10), { note: '', trimStartSeconds: 2 });
  drive.type('=');
  assert.equal(drive.state.drafts.size, 0);
});

test('escape closes what lies over the clip, one after the other', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('tw?gr<escape>');
  assert.equal(drive.state.mode.kind, 'clip');
  drive.type('<escape>');
  assert.equal(drive.state.showsWhy, false);
  drive.type('<escape>');
  assert.equal(drive.state.tags.size, 0);
});

test('typing in the help searches it, and its key closes it when nothing is typed', () => {
  const drive = new CurateDrive([10]);
  drive.type('?loop');
  assert.equal(drive.state.mode.kind === 'help' && drive.state.mode.field.text, 'loop');
  drive.type('<enter>??');
  assert.equal(drive.state.mode.kind, 'clip');
});

test('graphics, colours and panes go round', () => {
  const drive = new CurateDrive([10]);
  drive.type('ggcv');
  assert.deepEqual([drive.state.graphics, drive.state.colourMap, drive.state.panes], [0, 1, 'picture']);
});

test('pasted text lands in a text field only, never as verdicts', () => {
  const drive = new CurateDrive([10]);
  drive.send({ kind: 'pasted', text: 'axa' });
  assert.deepEqual(drive.said, []);
  drive.type('n');
  drive.send({ kind: 'pasted', text: 'two\nlines' });
  drive.type('<enter>a');
  assert.equal(drive.index.get(1)?.draft.note, 'two lines');
});

test('a clip whose decoded length differs keeps its cursor', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('L');
  drive.send({ kind: 'viewed', videoFps: 30, durationSeconds: 9.5 });
  assert.equal(cursor(drive), 1);
  assert.equal(drive.state.time.durationSeconds, 9.5);
});
