import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, nodeFlags } from '../../../scripts/runtime.mjs';
import { root } from '../harness/index.ts';

export interface SpokenWord {
  startMs: number;
  endMs: number;
  text: string;
  confidence: number;
}

/** Voices of espeak-ng and what they say: a short meeting of the studio that the sample library is about. */
const meeting: readonly (readonly [voice: string, text: string])[] = [
  ['en-us+m3', 'Good morning everybody, let us begin with the numbers of the second quarter.'],
  ['en-us+f4', 'Before we do, I would like to say a word about the reserve fund in Lugano.'],
  ['en-us+m3', 'Please go ahead, Anna.'],
  [
    'en-us+f4',
    'The fund may only be used with the consent of the board, and the deposit is more than half of it.',
  ],
  ['en-us+m3', 'Thank you. Then we decide today whether the second kiln is rented or bought.'],
  ['en-us+f4', 'I will ask the insurance what it costs, and write to all of you by Friday.'],
];
const rate = 22_050;
const leadMs = 500;
const pauseMs = 600;

/** Why there can be no spoken library here; empty where it can. */
export function missingVoices(): string {
  return spawnSync('espeak-ng', ['--version']).status === 0
    ? ''
    : 'there is no espeak-ng on this machine; on Debian and Ubuntu: apt-get install espeak-ng';
}

/**
 * A data folder in which a recording has been heard. Its voices are real, and so is all that was done with them; only the
 * words are given, since no weights can be had where tests run.
 */
export async function seedSpokenLibrary(home: string, folder: string): Promise<void> {
  const documents = join(folder, 'meetings');
  mkdirSync(documents, { recursive: true });
  const { sound, words } = speak();
  writeFileSync(join(documents, 'council.wav'), sound);
  const script = scriptOf(folder);
  writeFileSync(script, JSON.stringify({ language: 'en', words }));
  installSpeechModel(home);
  await hear(home, documents, script);
}

/** What was said when, as `seedSpokenLibrary` gave it. */
export function spokenWords(folder: string): SpokenWord[] {
  return (JSON.parse(readFileSync(scriptOf(folder), 'utf8')) as { words: SpokenWord[] }).words;
}

const scriptOf = (folder: string) => join(folder, 'script.json');

function speak(): { sound: Buffer; words: SpokenWord[] } {
  const parts: Buffer[] = [silence(leadMs)];
  const words: SpokenWord[] = [];
  let at = leadMs;
  for (const [voice, text] of meeting) {
    const args = ['-v', voice, '-s', '150', '--stdout', text];
    const { stdout } = spawnSync('espeak-ng', args, { maxBuffer: 64_000_000 });
    const samples = stdout.subarray(44, stdout.length - (stdout.length % 2));
    const lengthMs = (samples.length / 2 / rate) * 1000;
    words.push(...wordsWithin(text, at, lengthMs));
    parts.push(samples, silence(pauseMs));
    at += lengthMs + pauseMs;
  }
  const samples = Buffer.concat(parts);
  return { sound: Buffer.concat([waveHead(samples.length), samples]), words };
}

/** Each word has its share of the time by its letters. */
function wordsWithin(text: string, startMs: number, lengthMs: number): SpokenWord[] {
  const letters = text.length + 1;
  let at = startMs;
  return text.split(' ').map((word) => {
    const ms = (lengthMs * (word.length + 1)) / letters;
    const spoken = { startMs: Math.round(at), endMs: Math.round(at + ms * 0.9), text: word };
    at += ms;
    return { ...spoken, confidence: word === 'Lugano.' ? 0.31 : 0.93 };
  });
}

function silence(ms: number): Buffer {
  return Buffer.alloc(Math.round((rate * ms) / 1000) * 2);
}

function waveHead(bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return head;
}

/** As an installation leaves one; only a scripted transcriber takes the file for a model. */
function installSpeechModel(home: string): void {
  const folder = join(home, 'models', 'whisper-tiny');
  const path = 'ggml-tiny.bin';
  const bytes = Buffer.from('the words come from a script');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, path), bytes);
  const manifest = { format: 1, id: 'whisper-tiny', origin: 'import', installedAt: 0 };
  const files = [{ path, size: bytes.length, sha256 }];
  writeFileSync(join(folder, 'adiuva-model.json'), JSON.stringify({ ...manifest, files }));
}

/** An engine in a process of its own reads the folder and ends. */
function hear(home: string, documents: string, script: string): Promise<void> {
  const entry = join(root, 'engine', 'recordings', 'testing', 'hearProcess.ts');
  const child = spawn(findNode(), [...nodeFlags, entry, home, documents, script], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let indexed = 0;
  child.on('message', (message) => {
    indexed = (message as { totals?: { indexed: number } }).totals?.indexed ?? indexed;
  });
  return new Promise((resolve, reject) => {
    child.on('close', () => {
      if (indexed > 0) resolve();
      else reject(new Error(`The recording could not be heard: ${stderr}`));
    });
  });
}
