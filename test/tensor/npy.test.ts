import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeNpy } from '../../src/tensor/npy.ts';

// python3: import io, numpy; f = io.BytesIO(); numpy.save(f, numpy.array([[1, 2, 3], [4, 5, 6]], '<f4')); print(f.getvalue().hex())
const BY_NUMPY =
  '934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028322c2033292c207d' +
  '20'.repeat(58) +
  '0a0000803f00000040000040400000804000' +
  '00a0400000c040';

test('a matrix has the bytes that numpy.save gives it', () => {
  assert.equal(encodeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3).toString('hex'), BY_NUMPY);
});
