/** A module with one relaxed dot product: what the fastest build of the engine needs. */
const relaxedSimdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
  253, 15, 253, 128, 2, 11,
]);

/**
 * Tesseract as WebAssembly, its neural engine only. The files lie in its package: nothing is fetched, and it has no
 * way to the disk or the network.
 *
 * @param onProgress called while it reads, on its own thread
 */
export async function loadTesseractCore(onProgress: () => void): Promise<TesseractCore> {
  const options = { TesseractProgress: onProgress, print: ignore, printErr: ignore };
  if (hasRelaxedSimd()) {
    const { default: create } = await import('tesseract.js-core/tesseract-core-relaxedsimd-lstm.js');
    return create(options);
  }
  const { default: create } = await import('tesseract.js-core/tesseract-core-simd-lstm.js');
  return create(options);
}

function hasRelaxedSimd(): boolean {
  try {
    return new WebAssembly.Module(relaxedSimdProbe) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

function ignore(): void {}
