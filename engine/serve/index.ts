export { serveInference } from './serveInference.ts';
