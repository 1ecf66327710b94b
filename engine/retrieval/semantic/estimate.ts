/**
 * Estimates how alike a vector is to a query from the vector's sign code and the query itself: the sum of the query's
 * components, each with the sign of the vector's. Much closer to the cosine than the Hamming distance, for which the
 * query, too, is but its signs; a lookup a byte (asymmetric distance, as in Gordo and Perronnin, 2011).
 *
 * @returns a function that estimates one code; only the order of its results means something
 */
export function createEstimator(query: Float32Array, codeLength: number): (code: Uint8Array) => number {
  const sums = new Float32Array(codeLength * 256);
  for (let byte = 0; byte < codeLength; byte++) {
    const row = byte * 256;
    let allNegative = 0;
    for (let bit = 0; bit < 8; bit++) allNegative -= query[byte * 8 + bit] ?? 0;
    sums[row] = allNegative;
    for (let value = 1; value < 256; value++) {
      const lowest = 31 - Math.clz32(value & -value);
      sums[row + value] = (sums[row + (value & (value - 1))] ?? 0) + 2 * (query[byte * 8 + lowest] ?? 0);
    }
  }
  return (code) => {
    let sum = 0;
    for (let byte = 0; byte < code.length; byte++) sum += sums[byte * 256 + (code[byte] ?? 0)] ?? 0;
    return sum;
  };
}
