// A matrix as the bytes of NumPy's npy file, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Pure.

const MAGIC = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0]);
/** Data begin at a multiple of this. */
const ALIGNMENT = 64;

/** @param values row by row */
export function encodeNpy(values: Float32Array, rows: number, columns: number): Buffer {
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const fixed = MAGIC.length + 2;
  // Blanks and a line feed fill the header up.
  const headerBytes = Math.ceil((fixed + fields.length + 1) / ALIGNMENT) * ALIGNMENT - fixed;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(headerBytes);
  const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([MAGIC, length, Buffer.from(`${fields.padEnd(headerBytes - 1)}\n`), data]);
}
