export { type PageFile, readPageFiles } from './pageFiles.ts';
export { noncePlaceholder, pagePolicy, scriptPolicy } from './pagePolicy.ts';
