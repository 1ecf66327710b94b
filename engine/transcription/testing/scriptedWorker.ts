import { readFileSync } from 'node:fs';
import { enterProcess } from '#ports';
import { serveScriptedTranscriber, type TranscriptScript } from './scriptedTranscriber.ts';

/** A test part: the entry of a worker process that says what the JSON file `init.script` tells it to. */
const { port, init } = enterProcess();
serveScriptedTranscriber(port, JSON.parse(readFileSync(String(init.script), 'utf8')) as TranscriptScript);
