export { type PageFile, readPageFiles } from './pageFiles.ts';
export { noncePlaceholder, pagePolicy, permissionsPolicy, scriptPolicy } from './pagePolicy.ts';
