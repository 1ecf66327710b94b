export { type Captures, createCaptures } from './createCaptures.ts';
