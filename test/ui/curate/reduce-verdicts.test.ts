import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOpen } from '../../../src/ui/curate/queue.ts';
import { CurateDrive } from '../../helpers/curate-drive.ts';

test('each verdict key judges the clip and goes on to the next', () => {
  const drive = new CurateDrive([10, 11, 12, 13]);
  drive.type('axs');
  assert.deepEqual(drive.said, ['10 keep', '11 drop', '12 ask']);
  assert.equal(drive.current, 13);
});

test('how long the clip was looked at goes with its verdict', () => {
  const drive = new CurateDrive([10, 11]);
  drive.atMs = 4200;
  drive.type('a');
  drive.atMs = 5000;
  drive.type('x');
  assert.deepEqual(
    [...drive.index.values()].map(({ seconds }) => seconds),
    [4.2, 0.8],
  );
  assert.deepEqual(drive.state.recentSeconds, [4.2, 0.8]);
});

test('at the end of the queue the clip stays, and the screen says so', () => {
  const drive = new CurateDrive([10]);
  drive.type('a');
  assert.equal(drive.current, 10);
  assert.equal(drive.state.message?.text, 'that was the last clip of this queue');
});

test('the same key twice never takes a verdict back', () => {
  const drive = new CurateDrive([10]);
  drive.type('xx');
  assert.deepEqual(drive.said, ['10 drop', '10 drop']);
});

test('undo goes back through everything, each clip at its place, and redo goes on again', () => {
  const drive = new CurateDrive([10, 11, 12, 13]);
  drive.type('axa');
  drive.type('uu');
  assert.deepEqual(drive.said, ['10 keep']);
  assert.equal(drive.current, 11);
  assert.equal(countOpen(drive.state.queue), 3);
  drive.type('uuu');
  assert.deepEqual(drive.said, []);
  assert.equal(drive.current, 10);
  assert.equal(drive.state.message?.text, 'nothing to undo in this session');
  drive.type('UUU');
  assert.deepEqual(drive.said, ['10 keep', '11 drop', '12 keep']);
  assert.equal(drive.current, 13);
});

test('a new verdict after undo leaves nothing to redo', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('auxU');
  assert.deepEqual(drive.said, ['10 drop']);
  assert.equal(drive.state.message?.text, 'nothing to redo');
});

test('ten thousand verdicts can all be taken back', () => {
  const drive = new CurateDrive(Array.from({ length: 10_000 }, (_, number) => number));
  for (let count = 0; count < 10_000; count += 1) drive.press('a');
  assert.equal(drive.index.size, 10_000);
  for (let count = 0; count < 10_000; count += 1) drive.press('u');
  assert.equal(drive.index.size, 0);
  assert.equal(drive.current, 0);
});

test('undoing the second verdict on a clip brings the mark of the first one back', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('akxu');
  assert.deepEqual(drive.said, ['10 keep']);
  assert.equal(drive.state.queue.marks[0], 1);
});

test('a verdict that the index did not take leaves the clip on the screen with the reason', () => {
  const drive = new CurateDrive([10, 11]);
  drive.fails = true;
  drive.type('a');
  assert.equal(drive.current, 10);
  assert.equal(drive.state.message?.text, 'the disk is full');
  assert.equal(drive.state.past, undefined);
  assert.equal(countOpen(drive.state.queue), 2);
});

test('a drop can name its reason by a digit; escape leaves the clip alone', () => {
  const drive = new CurateDrive([10, 11, 12]);
  drive.type('X2X<enter>X<escape>X0');
  assert.deepEqual(
    [...drive.index.values()].map(({ wish }) => wish),
    [{ decision: 'drop', reason: 'music-bed' }, { decision: 'drop' }],
  );
  assert.equal(drive.state.mode.kind, 'reason');
});

test('a new label is searched for by its letters and keeps the clip', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('rtd<enter>');
  assert.deepEqual(drive.index.get(1)?.wish, { decision: 'keep', label: 'tap dancing' });
  assert.equal(drive.current, 11);
  drive.type('r<down><enter>');
  assert.deepEqual(drive.index.get(2)?.wish, { decision: 'keep', label: 'tickling' });
});

test('a label that there is not cannot be chosen', () => {
  const drive = new CurateDrive([10]);
  drive.type('rzzz<enter>');
  assert.equal(drive.index.size, 0);
  assert.equal(drive.state.mode.kind, 'relabel');
});

test('note and trim wait for the verdict and go with it', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('nwind on the microphone<enter>');
  drive.type('L<LLLL>');
  assert.equal(drive.state.drafts.size, 1);
  drive.type('a');
  assert.deepEqual(drive.index.get(1)?.draft, {
    note: 'wind on the microphone',
    trimStartSeconds: 1,
    trimEndSeconds: 5,
  });
  assert.equal(drive.state.drafts.size, 0);
});

test('what was typed for a clip is there again after undo and after going away', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('nhm<enter>jk');
  assert.equal(drive.state.drafts.get(10)?.note, 'hm');
  drive.type('au');
  assert.equal(drive.state.drafts.get(10)?.note, 'hm');
});

test('a new verdict keeps the trim and note of the one in force', () => {
  const drive = new CurateDrive([10]);
  drive.clip = { known: { note: 'hm', trimEndSeconds: 4 } };
  drive.type('ua');
  drive.type('a');
  assert.deepEqual(drive.index.get(2)?.draft, { note: 'hm', trimEndSeconds: 4 });
  drive.type('=x');
  assert.deepEqual(drive.index.get(3)?.draft, { note: 'hm' });
});

test('leaving with a note that has no verdict asks first', () => {
  const drive = new CurateDrive([10, 11]);
  drive.type('nhm<enter>q');
  assert.deepEqual(drive.effects, []);
  drive.type('<escape>q');
  drive.type('q');
  assert.deepEqual(drive.effects, [{ kind: 'leave' }]);
});

test('tagged clips are judged together after one question, and undone as one', () => {
  const drive = new CurateDrive([10, 11, 12, 13]);
  drive.type('ttx');
  assert.deepEqual(drive.said, []);
  assert.deepEqual(drive.state.mode, { kind: 'confirm', wish: { decision: 'drop' } });
  drive.type('y');
  assert.deepEqual(drive.said, ['10 drop', '11 drop']);
  assert.equal(drive.current, 12);
  assert.equal(drive.state.tags.size, 0);
  assert.equal(drive.state.message?.text, 'x drop: 2 clips');
  assert.deepEqual(
    [...drive.index.values()].map(({ seconds, wasHeard }) => ({ seconds, wasHeard })),
    Array.from({ length: 2 }, () => ({ seconds: undefined, wasHeard: false })),
  );
  drive.type('u');
  assert.deepEqual(drive.said, []);
  assert.equal(drive.current, 10);
  drive.type('U');
  assert.deepEqual(drive.said, ['10 drop', '11 drop']);
});

test('any key but yes leaves tagged clips alone', () => {
  const drive = new CurateDrive([10, 11, 12]);
  drive.type('taa');
  assert.deepEqual(drive.said, []);
  assert.equal(drive.state.tags.size, 1);
});

test('a range runs from the clip tagged last to the one on the screen; a star takes the whole queue or none', () => {
  const drive = new CurateDrive([10, 11, 12, 13, 14]);
  drive.type('jtjT');
  assert.deepEqual([...drive.state.tags], [11, 12, 13]);
  drive.type('*');
  assert.equal(drive.state.tags.size, 5);
  drive.type('*');
  assert.equal(drive.state.tags.size, 0);
  drive.type('T');
  assert.equal(drive.state.message?.text, 'tag a clip first: the range goes from it to here');
});
