import type sharp from 'sharp';

/**
 * libvips, loaded when the first picture comes. One thread, since files are read side by side by processes; no
 * cache, since no file is read twice; and nothing of a large picture goes to a temporary file.
 */
export async function loadSharp(): Promise<typeof sharp> {
  process.env.VIPS_DISC_THRESHOLD ??= '8g';
  const { default: library } = await import('sharp');
  library.concurrency(1);
  library.cache(false);
  return library;
}
