import { basename } from 'node:path';
import { stripVTControlCharacters, styleText } from 'node:util';
import type { IngestEvent } from '@adiuva/contracts/rpc';
import { oneLine } from './output.ts';

const barMs = 80;
const lineMs = 1000;
const barWidth = 24;

export interface Progress {
  /** Redraws the bar, or says so in a line once a second. `done` of `total`; null where the total is unknown. */
  update(done: number, total: number | null, label: string): void;
  /** A line of its own that stays. */
  note(line: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** Progress on stderr: a bar on a terminal, lines otherwise. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr, now = Date.now): Progress {
  const isTerminal = stream.isTTY === true;
  let last = 0;
  let isDrawn = false;

  function clear(): void {
    if (isDrawn) stream.write('\r\u001b[K');
    isDrawn = false;
  }

  return {
    update(done, total, label) {
      const time = now();
      const isFinal = total !== null && done >= total;
      if (time - last < (isTerminal ? barMs : lineMs) && !isFinal) return;
      last = time;
      if (!isTerminal) {
        stream.write(`${total === null ? done : `${done}/${total}`} ${label}\n`);
        return;
      }
      const share = total === null || total === 0 ? 0 : Math.min(1, done / total);
      const filled = Math.round(share * barWidth);
      const bar = `${styleText('cyan', '━'.repeat(filled), { stream })}${styleText('gray', '━'.repeat(barWidth - filled), { stream })}`;
      const head = `${bar} ${total === null ? done : `${done}/${total}`} `;
      const room = (stream.columns || 80) - stripVTControlCharacters(head).length - 1;
      stream.write(`\r\u001b[K${head}${label.slice(0, Math.max(0, room))}`);
      isDrawn = true;
    },
    note(line) {
      clear();
      stream.write(`${line}\n`);
    },
    end: clear,
  };
}

/**
 * Shows what an ingest tells of itself: the count and the file in hand; and each failure as it happens, where the
 * result does not list them for the person.
 */
export function showIngest(progress: Progress, listsFailures: boolean): (event: IngestEvent) => void {
  let done = 0;
  let total: number | null = null;
  return (event) => {
    if (event.type === 'scanned') {
      if (event.queued === 0) return;
      progress.note(`${event.files} ${event.files === 1 ? 'file' : 'files'} found, ${event.queued} to read`);
    } else if (event.type === 'progress') {
      progress.update(done, total, `${stageWords[event.stage]} ${oneLine(basename(event.path))}`);
    } else {
      done = event.done;
      total = event.total;
      for (const { path, status, error } of event.documents) {
        const name = oneLine(basename(path));
        if (listsFailures && error && status === 'failed')
          progress.note(`failed ${name}: ${oneLine(error.message)}`);
        progress.update(done, total, `${status} ${name}`);
      }
    }
  };
}

const stageWords = {
  extract: 'reading',
  recognise: 'recognising text in',
  decode: 'decoding',
  voice: 'listening to',
  transcribe: 'transcribing',
  speakers: 'telling speakers apart in',
  chunk: 'cutting',
  embed: 'embedding',
  index: 'indexing',
} as const;

/** `1.4 GB`, in powers of 1000 as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
