import { stripVTControlCharacters, styleText } from 'node:util';
import type { WireError } from '@adiuva/contracts';

type Format = Parameters<typeof styleText>[0];

/** Colours for stdout; none where it is not a terminal or NO_COLOR is set. */
export function style(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** Names, titles and passages come from files of any origin: nothing in them may steer the terminal. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).trim();
}

const pieceLength = 64 * 1024;

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** One object that comes in pieces: of a whole library it would weigh too much as one text. */
export async function printJsonPieces(pieces: Iterable<string>): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    text = '';
  }
  process.stdout.write(`${text}\n`);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** For the person, beside the result. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function printError({ code, message }: WireError, isJson: boolean): void {
  if (isJson) printJson({ error: { code, message } });
  const label = styleText('red', code === 'cancelled' ? 'Stopped' : 'Error', { stream: process.stderr });
  tell(code === 'cancelled' ? `${label}.` : `${label}: ${printable(message)}`);
}

/** A reader that has seen enough (`| head`) is no error of ours. */
export function quietBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}

/** Leaves once everything written has gone out; pipes take their time on some systems. */
export async function flushAndExit(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  process.exit(code);
}
