export { createFileLog } from './fileLog.ts';
export { safeFileName } from './fileName.ts';
export { createFileSecrets } from './fileSecrets.ts';
export { defaultHome, prepareHome } from './homeFolder.ts';
export { createUploads, tooLarge, type Uploads } from './uploads.ts';
