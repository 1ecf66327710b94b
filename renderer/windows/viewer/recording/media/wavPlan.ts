import { box, fullBox, join, uint16, uint32 } from './boxes.ts';
import { flacBlock, flacFrame, type PcmFormat, streamInfo } from './flacFrame.ts';
import { fragmented, fragmentHead } from './fragment.ts';
import type { MediaFile, MediaPlan } from './mediaPlan.ts';

interface Wave extends PcmFormat {
  /** Where the samples begin in the file, and how many bytes of them there are. */
  offset: number;
  bytes: number;
}

const headBytes = 65_536;
/** Of `flacBlock` samples each: some two seconds. */
const framesAPiece = 24;
const trackId = 1;

/** A WAV of 16 or 24 bits a sample, as FLAC in fragments of MP4. Null for any other. */
export async function wavPlan(file: MediaFile, signal: AbortSignal): Promise<MediaPlan | null> {
  const wave = readWave(await file.read(0, headBytes, signal), file.size);
  if (!wave) return null;
  const align = wave.channels * (wave.bitsPerSample / 8);
  const total = Math.floor(wave.bytes / align);
  const pieceSamples = framesAPiece * flacBlock;
  const msOf = (samples: number) => (samples / wave.sampleRate) * 1000;
  return {
    type: 'audio/mp4; codecs="flac"',
    durationMs: msOf(total),
    init: initSegment(wave, total),
    async pieceAt(ms, within) {
      const piece = Math.max(0, Math.floor(((ms / 1000) * wave.sampleRate) / pieceSamples));
      const first = piece * pieceSamples;
      const last = Math.min(total, first + pieceSamples);
      if (ms >= msOf(total)) return null;
      const pcm = await file.read(wave.offset + first * align, wave.offset + last * align, within);
      const frames: Uint8Array<ArrayBuffer>[] = [];
      for (let at = 0; at < last - first; at += flacBlock) {
        const samples = pcm.subarray(at * align, Math.min(last - first, at + flacBlock) * align);
        frames.push(flacFrame(samples, wave, (first + at) / flacBlock));
      }
      const head = fragmentHead(piece + 1, [
        {
          trackId,
          decodeTime: first,
          samples: frames.map(({ length }, at) => ({
            size: length,
            duration: Math.min(flacBlock, last - first - at * flacBlock),
            compositionOffset: 0,
            isSync: true,
          })),
        },
      ]);
      return {
        startMs: msOf(first),
        endMs: msOf(last),
        bytes: join([head, box('mdat', ...frames)]),
        isUntimed: false,
      };
    },
  };
}

/** RIFF, or RF64 where it is over 4 GiB (EBU Tech 3306). */
function readWave(bytes: Uint8Array, size: number): Wave | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (!/^(RIFF|RF64)$/.test(text(0)) || text(8) !== 'WAVE') return null;
  let format: PcmFormat | null = null;
  let longData: number | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const content = at + 8;
    if (text(at) === 'ds64')
      longData = view.getUint32(content + 8, true) + view.getUint32(content + 12, true) * 2 ** 32;
    if (text(at) === 'fmt ') format = readFormat(view, content, length);
    if (text(at) === 'data') {
      const told = length === 0xffffffff ? (longData ?? size) : length;
      return format && { ...format, offset: content, bytes: Math.max(0, Math.min(told, size - content)) };
    }
    at = content + length + (length % 2);
  }
  return null;
}

const pcm = 1;
const extensible = 0xfffe;

function readFormat(view: DataView, at: number, length: number): PcmFormat | null {
  if (length < 16 || at + 26 > view.byteLength) return null;
  const tag = view.getUint16(at, true);
  const kind = tag === extensible && length >= 26 ? view.getUint16(at + 24, true) : tag;
  const channels = view.getUint16(at + 2, true);
  const sampleRate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  const isRight = kind === pcm && (bits === 16 || bits === 24) && channels >= 1 && channels <= 8;
  if (!isRight || sampleRate === 0 || sampleRate > 655_350) return null;
  return { channels, sampleRate, bitsPerSample: bits };
}

/** What comes before the fragments: one track of FLAC (encapsulation of FLAC in ISO-BMFF, 3.3). */
function initSegment(wave: Wave, total: number): Uint8Array<ArrayBuffer> {
  const { channels, sampleRate, bitsPerSample } = wave;
  const matrix = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
  const entry = box(
    'fLaC',
    ...[uint32(0), uint16(0, 1), uint32(0, 0), uint16(channels, bitsPerSample, 0, 0)],
    // Rates over 16 bits stand in the stream's own head alone.
    uint32(sampleRate <= 0xffff ? sampleRate * 0x10000 : 0),
    fullBox('dfLa', 0, 0, streamInfo(wave, total)),
  );
  const table = (type: string, ...rest: number[]) => fullBox(type, 0, 0, uint32(0, ...rest));
  return join([
    box('ftyp', ascii('iso5'), uint32(0), ascii('iso5mp41')),
    box(
      'moov',
      fullBox(
        'mvhd',
        0,
        0,
        uint32(0, 0, 1000, 0, 0x10000, 0x1000000, 0, 0),
        matrix,
        uint32(0, 0, 0, 0, 0, 0, 2),
      ),
      box(
        'trak',
        fullBox('tkhd', 0, 3, uint32(0, 0, trackId, 0, 0, 0, 0, 0, 0x1000000), matrix, uint32(0, 0)),
        box(
          'mdia',
          fullBox('mdhd', 0, 0, uint32(0, 0, sampleRate, 0), uint16(0x55c4, 0)),
          fullBox('hdlr', 0, 0, uint32(0), ascii('soun'), uint32(0, 0, 0), [0]),
          box(
            'minf',
            fullBox('smhd', 0, 0, uint32(0)),
            box('dinf', fullBox('dref', 0, 0, uint32(1), fullBox('url ', 0, 1))),
            box(
              'stbl',
              fullBox('stsd', 0, 0, uint32(1), entry),
              ...[table('stts'), table('stsc'), table('stsz', 0), table('stco')],
            ),
          ),
        ),
      ),
      fragmented([trackId]),
    ),
  ]);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}
