import { type FileHandle, open } from 'node:fs/promises';
import { WhisperError } from './whisperPort.ts';

/**
 * What stands in a ggml file of Whisper before its weights. The form is whisper.cpp's: a magic number, eleven numbers,
 * the mel filters, the vocabulary, and then one tensor after the other, each with its shape, type and name.
 */
export interface WhisperModelFile {
  readonly sizes: WhisperSizes;
  readonly isMultilingual: boolean;
  /** Bytes of each token by its id. Tokens from `endOfText` on are marks and not in here. */
  readonly tokens: readonly Uint8Array[];
  /** The first of the marks. */
  readonly endOfText: number;
  /** 0 in whisper.cpp's own test files, which have no weights. */
  readonly tensors: number;
}

export interface WhisperSizes {
  readonly vocabulary: number;
  readonly audioContext: number;
  readonly audioState: number;
  readonly audioHeads: number;
  readonly audioLayers: number;
  readonly textContext: number;
  readonly textState: number;
  readonly textHeads: number;
  readonly textLayers: number;
  readonly mels: number;
  readonly weightType: number;
}

export const ggmlMagic = 0x67676d6c;

/** Elements and bytes of a block of each type that whisper.cpp writes, by ggml's number of the type. */
const blocks: ReadonlyMap<number, readonly [elements: number, bytes: number]> = new Map([
  [0, [1, 4]],
  [1, [1, 2]],
  [2, [32, 18]],
  [3, [32, 20]],
  [6, [32, 22]],
  [7, [32, 24]],
  [8, [32, 34]],
  [10, [256, 84]],
  [11, [256, 110]],
  [12, [256, 144]],
  [13, [256, 176]],
  [14, [256, 210]],
]);

/** Weights of whole files by their `ftype`; thousands count versions of the quantisation. */
const weightTypes = new Set([0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14]);

/**
 * Reads and checks all but the weights themselves, since whisper.cpp ends the process on some files that are cut or are
 * something else: its form, its sizes, and that every tensor it needs is there in full.
 *
 * @throws WhisperError `model`; the system's error where the file cannot be read
 */
export async function readModelFile(path: string): Promise<WhisperModelFile> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(Math.min(size, headBytes));
    await handle.read(head, 0, head.length, 0);
    const reader = createReader(head);
    if (reader.int32() !== ggmlMagic) throw invalid('it is no ggml file');
    const sizes = readSizes(reader);
    if (reader.int32() !== sizes.mels || reader.int32() !== spectrumBins)
      throw invalid('its mel filters have another form');
    reader.skip(sizes.mels * spectrumBins * 4);
    const tokens = readVocabulary(reader, sizes.vocabulary);
    const tensors = await walkTensors(handle, reader.position(), size);
    const expected = 11 + 15 * sizes.audioLayers + 24 * sizes.textLayers;
    if (tensors !== 0 && tensors !== expected) throw invalid('some of its weights are missing');
    const isMultilingual = sizes.vocabulary >= 51_865;
    const endOfText = isMultilingual ? 50_257 : 50_256;
    return { sizes, isMultilingual, tokens: tokens.slice(0, endOfText), endOfText, tensors };
  } finally {
    await handle.close();
  }
}

function readSizes(reader: Reader): WhisperSizes {
  const sizes: WhisperSizes = {
    vocabulary: reader.int32(),
    audioContext: reader.int32(),
    audioState: reader.int32(),
    audioHeads: reader.int32(),
    audioLayers: reader.int32(),
    textContext: reader.int32(),
    textState: reader.int32(),
    textHeads: reader.int32(),
    textLayers: reader.int32(),
    mels: reader.int32(),
    weightType: reader.int32() % 1000,
  };
  const isSound =
    within(sizes.vocabulary, 51_864, 52_000) &&
    within(sizes.audioContext, 1, 1500) &&
    within(sizes.audioState, 1, 8192) &&
    within(sizes.audioLayers, 1, 128) &&
    within(sizes.textContext, 16, 448) &&
    within(sizes.textLayers, 1, 128) &&
    sizes.textState === sizes.audioState &&
    divides(sizes.audioHeads, sizes.audioState) &&
    divides(sizes.textHeads, sizes.textState) &&
    (sizes.mels === 80 || sizes.mels === 128) &&
    weightTypes.has(sizes.weightType);
  if (!isSound) throw invalid('its sizes are not those of a Whisper model');
  return sizes;
}

function readVocabulary(reader: Reader, limit: number): Uint8Array[] {
  const count = reader.int32();
  if (!within(count, 1, limit)) throw invalid('its vocabulary is damaged');
  return Array.from({ length: count }, () => {
    const length = reader.int32();
    if (!within(length, 0, 1024)) throw invalid('its vocabulary is damaged');
    return reader.bytes(length);
  });
}

/** From `start` to the end of the file. @returns how many there are */
async function walkTensors(handle: FileHandle, start: number, size: number): Promise<number> {
  const head = Buffer.alloc(tensorHeadBytes);
  let count = 0;
  for (let position = start; position < size; count++) {
    const { bytesRead } = await handle.read(head, 0, head.length, position);
    const reader = createReader(head.subarray(0, bytesRead));
    const dimensions = reader.int32();
    const nameLength = reader.int32();
    const block = blocks.get(reader.int32());
    if (!block || !within(dimensions, 1, 4) || !within(nameLength, 1, 256))
      throw invalid('its weights are damaged');
    let elements = 1;
    for (let dimension = 0; dimension < dimensions; dimension++) elements *= reader.int32();
    if (!within(elements, 1, 2 ** 31)) throw invalid('its weights are damaged');
    position += reader.position() + nameLength + (elements / block[0]) * block[1];
    if (position > size) throw invalid('it is cut off');
  }
  return count;
}

/** More than any vocabulary ends at. */
const headBytes = 4 << 20;
/** Three numbers and at most four more. */
const tensorHeadBytes = 28;
const spectrumBins = 201;

interface Reader {
  int32(): number;
  bytes(length: number): Uint8Array;
  skip(length: number): void;
  position(): number;
}

function createReader(buffer: Buffer): Reader {
  let position = 0;
  const advance = (length: number): number => {
    const start = position;
    position += length;
    if (position > buffer.length) throw invalid('it is cut off');
    return start;
  };
  return {
    int32: () => buffer.readInt32LE(advance(4)),
    bytes(length) {
      const start = advance(length);
      return Uint8Array.prototype.slice.call(buffer, start, start + length);
    },
    skip: (length) => void advance(length),
    position: () => position,
  };
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function divides(divisor: number, value: number): boolean {
  return divisor > 0 && value % divisor === 0;
}

function invalid(what: string): WhisperError {
  return new WhisperError('model', `The model file does not serve: ${what}.`);
}
