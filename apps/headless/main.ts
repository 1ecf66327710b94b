import { runCli } from './cli/index.ts';

// Everything written is for its owner's eyes: documents, keys, logs, backups.
process.umask(0o077);

await runCli(process.argv.slice(2), import.meta.url);
