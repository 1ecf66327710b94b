import { serveEngineProcess } from './engineProcess.ts';

// Everything written is for its owner's eyes: documents, keys, logs, backups.
process.umask(0o077);

serveEngineProcess({ storageThread: new URL('./storage.js', import.meta.url) });
