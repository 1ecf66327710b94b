import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { presets } from '@adiuva/contracts';
import { loadTokenizer, type NativeTokenizer } from '@adiuva/native/tokenizers';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import { chunkParts } from '../../engine/chunking/index.ts';
import { randomText, seeded } from '../../engine/chunking/testing/texts.ts';
import { writeUnigramTokenizer } from '../../engine/chunking/testing/unigramTokenizer.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const shared = join(import.meta.dirname, '../../../shared');
const rounds = 3;
const leastRatio = 2;

/** Both sides in turns, on the same text, with the same tokenizer, to the same size and overlap. */
export const suite: Suite = {
  name: 'chunking',
  description:
    "Chunks of exact token counts, against LangChain's recursive splitter counting with the same tokenizer",
  async run(context) {
    const { text, tokenizer, source } = readInput(context);
    const { size, overlap } = presets.default;
    const splitter = new RecursiveCharacterTextSplitter({
      chunkSize: size,
      chunkOverlap: overlap,
      lengthFunction: (piece) => tokenizer.count(piece),
    });
    const part = {
      kind: 'text' as const,
      text,
      blocks: [],
      locator: { kind: 'text' as const, part: 0, start: 0, end: text.length, headingPath: [] },
    };

    const ours: Run[] = [];
    const theirs: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await timed(async () => (await chunkParts([part], presets.default, { tokenizer })).length));
      theirs.push(await timed(async () => (await splitter.splitText(text)).length));
      context.log(
        `chunking ${source}: ours ${ours.at(-1)?.seconds.toFixed(2)} s, LangChain ${theirs.at(-1)?.seconds.toFixed(2)} s`,
      );
    }
    const megabytes = Buffer.byteLength(text) / 1e6;
    const our = median(ours);
    const their = median(theirs);
    const ratio = their.seconds / our.seconds;
    return [
      measurement('chunking throughput', 'MB/s', megabytes / our.seconds, megabytes / their.seconds, ratio),
      {
        name: 'chunks made',
        unit: 'chunks/s',
        value: our.chunks / our.seconds,
        peer: { name: 'LangChain RecursiveCharacterTextSplitter', value: their.chunks / their.seconds },
      },
    ];
  },
};

function measurement(name: string, unit: string, value: number, peer: number, ratio: number): Measurement {
  return {
    name,
    unit,
    value,
    peer: { name: 'LangChain RecursiveCharacterTextSplitter', value: peer },
    ratio,
    target: `at least ${leastRatio} times`,
    met: ratio >= leastRatio,
  };
}

/** The real book and the real tokenizer; where they are missing, a text and a tokenizer made here. */
function readInput(context: BenchContext): { text: string; tokenizer: NativeTokenizer; source: string } {
  const book = join(shared, 'corpus/documents/book-war-and-peace-1225p.txt');
  const bert = join(shared, 'models/bert-tokenizer.json');
  const isReal = existsSync(book) && existsSync(bert);
  const text = isReal ? readFileSync(book, 'utf8') : randomText(seeded(1), 300_000);
  if (isReal) return { text, tokenizer: loadTokenizer(bert), source: 'a book of 3.2 MB' };
  const file = join(context.folder, 'tokenizer.json');
  writeUnigramTokenizer(file, text.slice(0, 100_000));
  return { text, tokenizer: loadTokenizer(file), source: 'a made text' };
}

interface Run {
  seconds: number;
  chunks: number;
}

async function timed(work: () => Promise<number>): Promise<Run> {
  const began = performance.now();
  const chunks = await work();
  return { seconds: (performance.now() - began) / 1000, chunks };
}

function median(runs: readonly Run[]): Run {
  const middle = runs.toSorted((a, b) => a.seconds - b.seconds)[runs.length >> 1];
  if (!middle) throw new Error('Nothing was run.');
  return middle;
}
