import { fork, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../engine/extraction/testing/compareText.ts';
import { workerFlags } from '../../engine/ports/index.ts';
import type { PdfAnswer, PdfReader, PdfTask } from '../pdfProcess.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const folder = join(import.meta.dirname, '../../../shared/corpus/documents/pdf');
const files = ['DA-619p.pdf', 'pdf2image-memory-error-test-400p.pdf', 'failure-after-repair.pdf'];
const target = 4;
const rounds = 6;

/** Whole files to parts with headings, lists, tables and boxes, against words and their places alone. */
export const suite: Suite = {
  name: 'pdf',
  description: "Pages a second with full layout, against pdf.js's text with positions, page after page",
  async run(context) {
    if (!existsSync(folder)) {
      context.log('the corpus of documents is not here; left out');
      return [];
    }
    const ours = startReader('adiuva');
    const theirs = startReader('pdf.js');
    try {
      // All of them first: by then the runtime has compiled what either of them needs.
      const measurements = [await measure(ours, theirs, 'all documents', corpusFiles(), context)];
      for (const file of files) measurements.push(await measure(ours, theirs, file, [file], context));
      return [...measurements, ...(await compareCorpus(ours, theirs, context))];
    } finally {
      ours.end();
      theirs.end();
    }
  },
};

interface Reader {
  read(paths: string[], wantsText?: boolean): Promise<PdfAnswer>;
  end(): void;
}

/** A process of its own for each, so that neither cleans up behind the other: ours as the app starts it. */
function startReader(name: PdfReader): Reader {
  const child = fork(join(import.meta.dirname, '../pdfProcess.ts'), [name], {
    execArgv: name === 'adiuva' ? [...workerFlags('extraction')] : [],
  });
  const failure = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`The process of ${name} ended with ${code}.`)));
  });
  failure.catch(() => undefined);
  return {
    read(paths, wantsText = false) {
      const answer = new Promise<PdfAnswer>((resolve) => {
        child.once('message', (message) => resolve(message as PdfAnswer));
      });
      child.send({ paths, wantsText } satisfies PdfTask);
      return Promise.race([answer, failure]);
    },
    end: () => child.kill(),
  };
}

/** Both in turns; the fastest round of each counts. */
async function measure(
  our: Reader,
  their: Reader,
  name: string,
  read: readonly string[],
  context: BenchContext,
): Promise<Measurement> {
  const paths = read.map((file) => join(folder, file));
  let fastest = Number.POSITIVE_INFINITY;
  let theirFastest = Number.POSITIVE_INFINITY;
  let pages = 0;
  for (let round = 0; round < rounds; round++) {
    const ours = await our.read(paths);
    const theirs = await their.read(paths);
    pages = theirs.pages;
    fastest = Math.min(fastest, ours.seconds);
    theirFastest = Math.min(theirFastest, theirs.seconds);
    context.log(`${name}: ours ${ours.seconds.toFixed(2)} s, pdf.js ${theirs.seconds.toFixed(2)} s`);
  }
  const ratio = theirFastest / fastest;
  return {
    name: `${name}, ${pages} pages`,
    unit: 'pages/s',
    value: pages / fastest,
    peer: { name: 'pdf.js getTextContent', value: pages / theirFastest },
    ratio,
    target: `at least ${target} times`,
    met: ratio >= target,
  };
}

/** The text of every document of the corpus against pdf.js's, and both against pdftotext where that is installed. */
async function compareCorpus(our: Reader, their: Reader, context: BenchContext): Promise<Measurement[]> {
  const hasPdftotext = spawnSync('pdftotext', ['-v']).status === 0;
  const sums = { files: 0, words: 0, order: 0, peerWords: 0, peerOrder: 0 };
  for (const file of corpusFiles()) {
    const path = join(folder, file);
    const { text: ours } = await our.read([path], true);
    const { text: theirs } = await their.read([path], true);
    const reference = hasPdftotext
      ? spawnSync('pdftotext', [path, '-'], { maxBuffer: 2 ** 28, encoding: 'utf8' }).stdout
      : theirs;
    const found = compareText(ours, reference);
    const peerFound = compareText(theirs, reference);
    sums.files++;
    sums.words += found.words;
    sums.order += found.order;
    sums.peerWords += peerFound.words;
    sums.peerOrder += peerFound.order;
    context.log(
      `${file}: words ${found.words.toFixed(3)} (pdf.js ${peerFound.words.toFixed(3)}), order ${found.order.toFixed(3)} (${peerFound.order.toFixed(3)})`,
    );
  }
  const against = hasPdftotext ? 'pdftotext' : 'pdf.js';
  const mean = (sum: number) => sum / Math.max(1, sums.files);
  const peer = (value: number) => (hasPdftotext ? { peer: { name: 'pdf.js', value: mean(value) } } : {});
  return [
    {
      name: `words agreeing with ${against}`,
      unit: 'share',
      value: mean(sums.words),
      ...peer(sums.peerWords),
    },
    {
      name: `order agreeing with ${against}`,
      unit: 'share',
      value: mean(sums.order),
      ...peer(sums.peerOrder),
    },
  ];
}

/** Without the one that nobody can open. */
function corpusFiles(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.pdf') && name !== 'password.pdf');
}
