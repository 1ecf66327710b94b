export { type PageFile, readPageFiles } from './pageFiles.ts';
export { noncePlaceholder, pagePolicy } from './pagePolicy.ts';
