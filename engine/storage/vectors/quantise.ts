/** A vector as eight-bit integers: `value[i]` is about `quantised[i] * scale`. */
export interface QuantisedVector {
  readonly scale: number;
  readonly quantised: Int8Array;
}

/** Scaled by the vector's own largest component, so that all 8 bits are used whatever the number of dimensions. */
export function quantise(vector: Float32Array): QuantisedVector {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest === 0 ? 1 : largest / 127;
  const quantised = new Int8Array(vector.length);
  for (let index = 0; index < vector.length; index++) {
    quantised[index] = Math.round((vector[index] ?? 0) / scale);
  }
  return { scale, quantised };
}

/** Bytes of a sign code: a bit a dimension, filled up to the 16 bytes of a SIMD register. */
export function codeBytes(dimensions: number): number {
  return Math.ceil(dimensions / 128) * 16;
}

/** The signs of a vector's components, a bit each; the Hamming distance of two codes grows with their angle. */
export function signCode(vector: Float32Array): Uint8Array {
  const code = new Uint8Array(codeBytes(vector.length));
  for (let index = 0; index < vector.length; index++) {
    if ((vector[index] ?? 0) > 0) code[index >> 3] = (code[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return code;
}
