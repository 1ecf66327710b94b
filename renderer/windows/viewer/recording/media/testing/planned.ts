import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MediaFile, MediaPiece, MediaPlan } from '../mediaPlan.ts';

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
export const withoutFfmpeg = hasFfmpeg ? '' : ' (skipped: there is no ffmpeg on this machine)';
export const never = new AbortController().signal;

/** A file as the engine gives it, and how many bytes of it were asked for. */
export function fileOf(bytes: Uint8Array, mediaType: string, durationMs: number) {
  const asked = { bytes: 0, calls: 0 };
  const file: MediaFile = {
    size: bytes.length,
    mediaType,
    durationMs,
    async read(start, end) {
      const given = Uint8Array.from(bytes.subarray(start, Math.min(end, bytes.length)));
      asked.bytes += given.length;
      asked.calls += 1;
      return given;
    },
  };
  return { file, asked };
}

/** Runs ffmpeg over one file. @returns what it wrote, to the output or to its standard output */
export function ffmpeg(
  input: Uint8Array | null,
  args: (input: string, output: string) => string[],
): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'adiuva-media-'));
  try {
    const [from, to] = [join(folder, 'input'), join(folder, 'output')];
    if (input) writeFileSync(from, input);
    const { status, stderr } = spawnSync('ffmpeg', [
      '-hide_banner',
      '-loglevel',
      'error',
      '-y',
      ...args(from, to),
    ]);
    if (status !== 0) throw new Error(String(stderr));
    return new Uint8Array(readFileSync(to));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All pieces from the start to the end, as a player that never jumps asks for them. */
export async function allPieces(plan: MediaPlan): Promise<MediaPiece[]> {
  const pieces: MediaPiece[] = [];
  for (let ms = 0; ; ) {
    const piece = await plan.pieceAt(ms, never);
    if (!piece) return pieces;
    if (piece.endMs <= ms) throw new Error(`The piece at ${ms} ms ends at ${piece.endMs}.`);
    pieces.push(piece);
    ms = piece.endMs + 1;
  }
}

export function whole(plan: MediaPlan, pieces: readonly MediaPiece[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat([...(plan.init ? [plan.init] : []), ...pieces.map(({ bytes }) => bytes)]),
  );
}
