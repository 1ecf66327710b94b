import { join } from 'node:path';
import { isThere } from './captureFile.ts';

const longestTitle = 80;

/**
 * Where a finished recording goes: `2026-11-30 14.05 Title.wav`, by the clock of this machine, with a number where there
 * is one of that name.
 */
export async function nameRecording(folder: string, title: string, startedAt: number): Promise<string> {
  const stem = `${stampOf(new Date(startedAt))} ${safeTitle(title)}`.trim();
  for (let number = 1; ; number++) {
    const path = join(folder, `${stem}${number === 1 ? '' : ` (${number})`}.wav`);
    if (!(await isThere(path))) return path;
  }
}

function stampOf(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}.${pad(date.getMinutes())}`;
}

/** What every system takes as a part of a name. */
function safeTitle(title: string): string {
  const clean = title
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/[<>:"/\\|?*]/g, '_');
  return [...clean]
    .slice(0, longestTitle)
    .join('')
    .replace(/[.\s]+$/, '')
    .trim();
}
