/** Square matrices, row-major, of a few dozen rows. */

/**
 * The lower triangle L of a positive definite matrix, L Lᵀ = matrix.
 *
 * @returns null where it is not positive definite
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] as number;
      for (let index = 0; index < column; index++)
        sum -= (lower[row * size + index] as number) * (lower[column * size + index] as number);
      if (row === column) {
        if (!(sum > 0)) return null;
        lower[row * size + row] = Math.sqrt(sum);
      } else lower[row * size + column] = sum / (lower[column * size + column] as number);
    }
  }
  return lower;
}

/** ln det of the matrix whose lower triangle this is. */
export function logDeterminant(lower: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += Math.log(lower[row * size + row] as number);
  return 2 * sum;
}

/** Solves L x = vector in place. */
export function solveLower(lower: Float64Array, size: number, vector: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = vector[row] as number;
    for (let column = 0; column < row; column++)
      sum -= (lower[row * size + column] as number) * (vector[column] as number);
    vector[row] = sum / (lower[row * size + row] as number);
  }
}

/**
 * Eigenvalues of a symmetric matrix, largest first, each with its vector of length 1 (Jacobi's rotations, cyclic).
 *
 * @returns `vectors[i]` belongs to `values[i]`
 */
export function eigen(matrix: Float64Array, size: number): { values: number[]; vectors: Float64Array[] } {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(size * size);
  for (let index = 0; index < size; index++) v[index * size + index] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let all = 0;
    for (let p = 0; p < size; p++)
      for (let q = 0; q < size; q++) {
        const square = (a[p * size + q] as number) ** 2;
        all += square;
        if (p !== q) off += square;
      }
    if (off <= 1e-22 * all) break;
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, index) => index).sort(
    (left, right) => (a[right * size + right] as number) - (a[left * size + left] as number),
  );
  return {
    values: order.map((index) => a[index * size + index] as number),
    vectors: order.map((index) =>
      Float64Array.from({ length: size }, (_, row) => v[row * size + index] as number),
    ),
  };
}

function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] as number;
  if (apq === 0) return;
  const theta = ((a[q * size + q] as number) - (a[p * size + p] as number)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p] as number;
    const kq = a[k * size + q] as number;
    a[k * size + p] = c * kp - s * kq;
    a[k * size + q] = s * kp + c * kq;
  }
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k] as number;
    const qk = a[q * size + k] as number;
    a[p * size + k] = c * pk - s * qk;
    a[q * size + k] = s * pk + c * qk;
    const vp = v[k * size + p] as number;
    const vq = v[k * size + q] as number;
    v[k * size + p] = c * vp - s * vq;
    v[k * size + q] = s * vp + c * vq;
  }
}
