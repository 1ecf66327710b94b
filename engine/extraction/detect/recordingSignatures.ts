import { isAdts, isMpegAudio } from './audioFrames.ts';
import { extensionOf } from './extensionOf.ts';

/** What tells the kinds within a container stands in the first kilobytes. */
const headBytes = 64 * 1024;

/** Containers that are told by their first bytes alone; `?` stands for any byte. */
const signatures: readonly (readonly [mediaType: string, signature: string])[] = [
  ['audio/wav', 'RIFF????WAVE'],
  ['audio/wav', 'RF64????WAVE'],
  ['audio/wav', 'BW64????WAVE'],
  ['audio/x-w64', 'riff.\x91\xcf\x11'],
  ['video/x-msvideo', 'RIFF????AVI '],
  ['audio/flac', 'fLaC'],
  ['audio/aiff', 'FORM????AIFF'],
  ['audio/aiff', 'FORM????AIFC'],
  ['audio/basic', '.snd\0\0'],
  ['audio/x-caf', 'caff\0\x01'],
  ['audio/amr', '#!AMR'],
  ['audio/ac3', '\x0b\x77'],
  ['audio/ape', 'MAC '],
  ['audio/wavpack', 'wvpk'],
  ['video/x-flv', 'FLV\x01'],
  ['video/mpeg', '\0\0\x01\xba'],
];

/** Kinds that a short signature is not enough for: anything may begin with these bytes. */
const needsName = new Map([['audio/ac3', /^e?ac3$/]]);

const asfHeader = '\x30\x26\xb2\x75\x8e\x66\xcf\x11';
/** Stream properties: the kind of the stream, as the first half of its GUID. */
const asfVideo = '\xc0\xef\x19\xbc\x4d\x5b\xcf\x11';

/**
 * Sound and video by their first bytes; undefined for everything else. Containers that may hold pictures or not are told
 * by what stands in their head, and where that says nothing, by their name.
 */
export function recordingMediaType(name: string, bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes));
  const text = head.toString('latin1');
  const extension = extensionOf(name);
  for (const [mediaType, signature] of signatures) {
    if (!startsLike(text, signature)) continue;
    const wanted = needsName.get(mediaType);
    if (!wanted || wanted.test(extension)) return mediaType;
  }
  if (text.startsWith('\x1a\x45\xdf\xa3')) return matroskaType(text, extension);
  if (text.startsWith('OggS')) return oggType(text);
  if (text.startsWith(asfHeader)) return asfType(text, extension);
  if (text.slice(4, 8) === 'ftyp' || isOldQuickTime(text)) return mp4Type(text, extension);
  if (isTransportStream(head)) return 'video/mp2t';
  return streamType(head, text, extension);
}

/** Every type that is found here. */
export const recordingTypes: readonly string[] = [
  ...[
    'audio/mpeg',
    'audio/wav',
    'audio/x-w64',
    'audio/mp4',
    'audio/aac',
    'audio/ogg',
    'audio/opus',
    'audio/flac',
  ],
  ...[
    'audio/webm',
    'audio/x-matroska',
    'audio/x-ms-wma',
    'audio/aiff',
    'audio/basic',
    'audio/x-caf',
    'audio/amr',
  ],
  ...[
    'audio/ac3',
    'audio/ape',
    'audio/wavpack',
    'video/mp4',
    'video/quicktime',
    'video/webm',
    'video/x-matroska',
  ],
  ...[
    'video/x-msvideo',
    'video/x-ms-wmv',
    'video/mpeg',
    'video/mp2t',
    'video/3gpp',
    'video/x-flv',
    'video/ogg',
  ],
];

/** A file of one of the types above: heard, not read. */
export function isRecording(mediaType: string): boolean {
  return mediaType.startsWith('audio/') || mediaType.startsWith('video/');
}

function startsLike(text: string, signature: string): boolean {
  return [...signature].every((sign, index) => sign === '?' || text[index] === sign);
}

function matroskaType(text: string, extension: string): string | undefined {
  const kind = text.slice(0, 200).includes('webm') ? 'webm' : 'x-matroska';
  if (kind !== 'webm' && !text.slice(0, 200).includes('matroska')) return undefined;
  if (/V_(?:VP|AV1|MPEG|MS|REAL|THEORA|QUICK|PRORES|UNCOMP|MJPEG)/.test(text)) return `video/${kind}`;
  if (/A_(?:OPUS|VORBIS|AAC|MPEG|FLAC|PCM|AC3|EAC3|DTS|ALAC|MS|TTA|WAVPACK|TRUEHD)/.test(text))
    return `audio/${kind}`;
  return /^(?:mka|weba)$/.test(extension) ? `audio/${kind}` : `video/${kind}`;
}

function oggType(text: string): string | undefined {
  // The first packets of all streams stand before anything else.
  const start = text.slice(0, 4096);
  if (start.includes('\x80theora') || start.includes('BBCD\0')) return 'video/ogg';
  if (start.includes('OpusHead')) return 'audio/opus';
  return ['\x01vorbis', '\x7fFLAC', 'Speex   '].some((packet) => start.includes(packet))
    ? 'audio/ogg'
    : undefined;
}

function asfType(text: string, extension: string): string {
  const isSound = extension === 'wma' || !text.includes(asfVideo);
  return isSound ? 'audio/x-ms-wma' : 'video/x-ms-wmv';
}

/** Cameras of the nineties began with the box itself. */
function isOldQuickTime(text: string): boolean {
  return /^\0[\s\S]{3}(?:moov|mdat|wide|skip|free|pnot)/.test(text) && /moov|mdat/.test(text.slice(0, 4096));
}

/** Brands of files that hold pictures, in the other sense: HEIF and AVIF are of the same container. */
const pictureBrands = /^(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis|crx )/;
const audioBrands = /^(?:M4A |M4B |M4P |F4A |F4B )/;

function mp4Type(text: string, extension: string): string | undefined {
  const brand = text.slice(4, 8) === 'ftyp' ? text.slice(8, 12) : 'qt  ';
  if (pictureBrands.test(brand)) return undefined;
  if (audioBrands.test(brand)) return 'audio/mp4';
  // The handlers of the tracks, where the table of contents stands at the front.
  const handlers = [...text.matchAll(/hdlr[\s\S]{8}(vide|soun)/g)].map(([, handler]) => handler);
  const hasPictures = handlers.includes('vide');
  if (!hasPictures && (handlers.includes('soun') || /^(?:m4a|m4b|m4p|m4r|aac)$/.test(extension)))
    return 'audio/mp4';
  if (/^3g[2egprs]/.test(brand)) return 'video/3gpp';
  return brand === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

/** Packets of 188 bytes, or of 192 with a time before each. */
function isTransportStream(head: Buffer): boolean {
  const beats = (start: number, length: number) =>
    head.length >= start + 4 * length &&
    [0, 1, 2, 3].every((packet) => head[start + packet * length] === 0x47);
  return beats(0, 188) || beats(4, 192);
}

/** Streams of frames without a container, after tags or, under their own names, after what else was put before them. */
function streamType(head: Buffer, text: string, extension: string): string | undefined {
  const start = text.startsWith('ID3') ? afterTag(head) : 0;
  if (text.startsWith('fLaC', start)) return 'audio/flac';
  if (isAdts(head, start)) return 'audio/aac';
  if (isMpegAudio(head, start)) return 'audio/mpeg';
  if (text.startsWith('ID3')) return extension === 'aac' ? 'audio/aac' : 'audio/mpeg';
  if (!/^mp[123]$/.test(extension)) return undefined;
  for (let offset = 1; offset < Math.min(head.length, 8192); offset++)
    if (isMpegAudio(head, offset)) return 'audio/mpeg';
  return undefined;
}

/** Sizes of tags have seven bits a byte. */
function afterTag(head: Buffer): number {
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6, 10);
  return 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127);
}
