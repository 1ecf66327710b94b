export { serveExtraction } from './serveExtraction.ts';
export { serveInference } from './serveInference.ts';
export { serveStorage } from './serveStorage.ts';
