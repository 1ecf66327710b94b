import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DecodedMedia } from '@adiuva/contracts/workers';
import { createMedia, type Media } from '../createMedia.ts';
import { readPcm } from '../readPcm.ts';

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** By the decoders that the product carries, and by the ffmpeg of this machine where there is one. */
export const ways: readonly (readonly [string, Media])[] = [
  ['our decoders', createMedia({ ffmpeg: false })],
  ...(hasFfmpeg ? [['ffmpeg', createMedia()] as const] : []),
];

/** A folder with a `scratch` folder in it, gone afterwards. */
export async function withFolder<T>(work: (folder: string, scratch: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-media-'));
  try {
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    return await work(folder, scratch);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface Heard extends DecodedMedia {
  /** Of each lane, without its gain. */
  sounds: Float32Array[];
}

/** Decodes a file and reads its lanes. */
export async function hear(media: Media, path: string, options: object = {}): Promise<Heard> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-lanes-'));
  try {
    const decoded = await media.decode({ path, folder, ...options });
    const sounds = await Promise.all(decoded.lanes.map(({ file, samples }) => readPcm(file, 0, samples, 0)));
    return { ...decoded, sounds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same of bytes under a name. */
export function hearBytes(
  media: Media,
  name: string,
  bytes: Uint8Array,
  options: object = {},
): Promise<Heard> {
  return withFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return hear(media, path, options);
  });
}

/** Runs ffmpeg to make a file to test with. */
export function makeWithFfmpeg(...args: string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-y', '-hide_banner', '-loglevel', 'error', ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`ffmpeg: ${stderr.slice(0, 500)}`);
}
