import { type Box, childBoxes, findBox } from './boxes.ts';

/** Bytes of a sample entry before its own boxes (ISO 14496-12, 12.1.3 and 12.2.3). */
const videoEntry = 78;
const audioEntry = 28;

/**
 * The first sample entry's codec as `MediaSource.isTypeSupported` takes it (RFC 6381); null for what is not told here,
 * and for QuickTime's own form of entries.
 */
export function codecOf(bytes: Uint8Array, stsd: Box): string | null {
  const [entry] = childBoxes(bytes, stsd.content + 8, stsd.end);
  if (!entry) return null;
  const inside = (skipped: number, type: string) =>
    findBox(bytes, { content: entry.content + skipped, end: entry.end }, type);
  const hex = (value: number | undefined) => (value ?? 0).toString(16).padStart(2, '0').toUpperCase();
  switch (entry.type) {
    case 'avc1':
    case 'avc3': {
      const config = inside(videoEntry, 'avcC');
      return config && `${entry.type}.${[1, 2, 3].map((at) => hex(bytes[config.content + at])).join('')}`;
    }
    case 'av01': {
      const config = inside(videoEntry, 'av1C');
      if (!config) return null;
      const [, profileLevel = 0, depth = 0] = bytes.subarray(config.content);
      const level = String(profileLevel & 0x1f).padStart(2, '0');
      const bits = depth & 0x40 ? (depth & 0x20 ? '12' : '10') : '08';
      return `av01.${profileLevel >> 5}.${level}${depth & 0x80 ? 'H' : 'M'}.${bits}`;
    }
    case 'mp4a': {
      // QuickTime's versions 1 and 2 have more fields, and their boxes elsewhere.
      const version = ((bytes[entry.content + 8] ?? 0) << 8) | (bytes[entry.content + 9] ?? 0);
      const config = version === 0 ? inside(audioEntry, 'esds') : null;
      return config && audioCodec(bytes.subarray(config.content + 4, config.end));
    }
    case 'Opus':
      return 'opus';
    case 'fLaC':
      return 'flac';
    default:
      return null;
  }
}

/** From an elementary stream's descriptors (ISO 14496-1, 7.2.6). */
function audioCodec(descriptors: Uint8Array): string | null {
  const decoder = findDescriptor(descriptors, 0x04);
  const objectType = decoder?.[0];
  if (!decoder || objectType === undefined) return null;
  if (objectType === 0x6b || objectType === 0x69) return 'mp3';
  if (objectType !== 0x40) return null;
  const [first = 0, second = 0] = findDescriptor(decoder.subarray(13), 0x05) ?? [];
  const type = first >> 3 === 31 ? 32 + (((first & 7) << 3) | (second >> 5)) : first >> 3;
  return `mp4a.40.${type === 0 ? 2 : type}`;
}

/** The content of the first descriptor of a tag; a stream's own is looked into. */
function findDescriptor(bytes: Uint8Array, wanted: number): Uint8Array | null {
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at];
    let [length, used] = [0, 1];
    for (let more = true; more && used < 5; used += 1) {
      const byte = bytes[at + used] ?? 0;
      length = (length << 7) | (byte & 0x7f);
      more = (byte & 0x80) !== 0;
    }
    const content = bytes.subarray(at + used, at + used + length);
    if (tag === wanted) return content;
    if (tag === 0x03) {
      const flags = content[2] ?? 0;
      const skipped =
        3 + (flags & 0x80 ? 2 : 0) + (flags & 0x40 ? 1 + (content[3] ?? 0) : 0) + (flags & 0x20 ? 2 : 0);
      return findDescriptor(content.subarray(skipped), wanted);
    }
    at += used + length;
  }
  return null;
}
