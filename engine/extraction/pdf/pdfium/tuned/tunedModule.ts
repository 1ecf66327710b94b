import { createHash } from 'node:crypto';
import { blocksModule, drawingModule, functionsModule, numbersModule } from './functions.generated.ts';
import {
  appendEntries,
  readFunctions,
  readSections,
  rewriteFunctions,
  sectionIds,
  writeNumber,
  writeSections,
} from './wasmSections.ts';

/**
 * The build that this is for, of @hyzyla/pdfium 2.1.13. Another one runs as it comes, slower by a third, until the
 * numbers here and in the .wat files are found anew in its disassembly.
 */
const knownSha256 = '71aec412a303a0405baee21c3d6d3f30ad2033dc02444130fe476be3976e2d09';

/** Numbers of functions in that build. */
const importedFunctions = 30;
/** Those that take another form, in the order in which functions.wat, numbers.wat and drawing.wat have it. */
const replaced = [4614, 4615, 5160, 4103, 4104, 738, 1378, 1314, 1215];
/** The operators l, then c, v and y, which add to a path that is begun. */
const line = 1377;
const curves = [1364, 1390, 1392];
/** The operator re, which is a path by itself. */
const rectangle = 1382;
/** The operators that say of paths and letters only how they look: rg RG g G k K sc SC scn SCN cs CS, w J j M d i. */
const looks = [
  ...[1384, 1336, 1371, 1331, 1376, 1333, 1386, 1338, 1387, 1340, 1366, 1325],
  ...[1391, 1332, 1375, 1334, 1367, 1374],
];
/** The first numbers that are not taken. After these come the replaced ones as they were: the new form calls them. */
const added = {
  ...{ copy: 5722, copy80: 5723, fill: 5724, isMirrored: 5725 },
  ...{ addLine: 5726, addCurve: 5727, addRectangle: 5728 },
};
/** Of the added and then of the replaced, numbers in the module's own list of types. */
const typesOfAdded = [6, 3, 6, 1, 0, 0, 0, 1, 0, 1, 2, 2, 2, 0, 6, 3];
/** All operators are functions of the parser and return nothing. */
const operators = [line, ...curves, rectangle, ...looks];
const typesOfOperators = operators.map(() => 0);
const addedGlobals = 11;
/** What is set and read from outside. */
const exportedGlobals = { onlyText: 12, path: 13, isPainted: 14 };

/** Where in the file a piece of text is asked for its direction. */
const directionCall = 0x20f466;
/**
 * Where in the file a string of a page is looked for among all strings of the document, to be kept once. Hardly one
 * comes twice, and the table of them grows with every page.
 */
const poolTest = 0x4d1fe;

const opcodes = {
  nop: 0x01,
  ifThen: 0x04,
  otherwise: 0x05,
  end: 0x0b,
  branch: 0x0c,
  call: 0x10,
  drop: 0x1a,
  getLocal: 0x20,
  getGlobal: 0x23,
  /** The type of a block that gives nothing. */
  nothing: 0x40,
};
const copyInstruction = Buffer.from([0xfc, 0x0a, 0, 0]);
const copy80Instructions = Buffer.from([0x41, 0xd0, 0, ...copyInstruction]);
const fillInstruction = Buffer.from([0xfc, 0x0b, 0]);
/** A variable i32, 0 at first. */
const zeroGlobal = Buffer.from([0x7f, 1, 0x41, 0, 0x0b]);

/**
 * PDFium's module with some of its functions in a faster form and with the same results: its allocator, copies of few
 * bytes, numbers, looking up letters in fonts, and two things that it does for every piece of text without need. While
 * its global `onlyText` is 1, what is drawn on a page is passed over. Any other module comes back as it is.
 */
export function tuneModule(file: Uint8Array): Uint8Array {
  if (!isKnownModule(file)) return file;
  const module = Buffer.from(file);
  module.set(call(added.isMirrored), directionCall);
  module.set([opcodes.drop, opcodes.branch, 0], poolTest);
  const sections = readSections(module).map(({ id, content }) => ({ id, content: tuneSection(id, content) }));
  return writeSections(module, sections);
}

function tuneSection(id: number, content: Buffer): Buffer {
  switch (id) {
    case sectionIds.functions:
      return appendEntries(content, [...typesOfAdded, ...typesOfOperators].map(writeNumber));
    case sectionIds.globals:
      return appendEntries(content, new Array(addedGlobals).fill(zeroGlobal));
    case sectionIds.exports:
      return appendEntries(
        content,
        Object.entries(exportedGlobals).map(([name, index]) => globalExport(name, index)),
      );
    case sectionIds.code:
      return tuneCode(content);
    default:
      return content;
  }
}

export function isKnownModule(file: Uint8Array): boolean {
  return createHash('sha256').update(file).digest('hex') === knownSha256;
}

function tuneCode(code: Buffer): Buffer {
  replaceAll(code, copy80Instructions, added.copy80);
  replaceAll(code, copyInstruction, added.copy);
  replaceAll(code, fillInstruction, added.fill);
  const [isMirrored, ...faster] = functionsOf(functionsModule);
  const [addLine, addCurve, addRectangle, ...passing] = functionsOf(drawingModule);
  const replacements = [...faster, ...functionsOf(numbersModule), ...passing];
  const firstOperator = added.addRectangle + 1 + replacements.length;
  const byIndex = new Map<number, Buffer>([
    ...replaced.flatMap((index, at): [number, Buffer][] =>
      present(replacements[at]).map((body) => [index, body]),
    ),
    ...operators.map((index, at): [number, Buffer] => [
      index,
      unlessOnlyText(firstOperator + at, insteadOf(index)),
    ]),
  ]);
  const places = new Map([...byIndex].map(([index, body]) => [index - importedFunctions, body]));
  return rewriteFunctions(code, places, (before) => [
    ...functionsOf(blocksModule),
    ...present(isMirrored, addLine, addCurve, addRectangle),
    ...present(...[...replaced, ...operators].map((index) => before.get(index - importedFunctions))),
  ]);
}

function insteadOf(operator: number): number[] {
  const { addLine, addCurve, addRectangle } = added;
  const callWithParser = (target: number) => [opcodes.getLocal, 0, ...call(target)];
  if (operator === line) return callWithParser(addLine);
  if (operator === rectangle) return callWithParser(addRectangle);
  return curves.includes(operator) ? callWithParser(addCurve) : [];
}

/** The body of an operator that does what it did, but where only text is read another thing. */
function unlessOnlyText(original: number, instead: readonly number[]): Buffer {
  const { ifThen, otherwise, end, getGlobal, getLocal, nothing } = opcodes;
  const asBefore = [getLocal, 0, ...call(original)];
  return Buffer.from([
    0,
    getGlobal,
    exportedGlobals.onlyText,
    ...[ifThen, nothing, ...instead, otherwise, ...asBefore, end],
    end,
  ]);
}

function globalExport(name: string, index: number): Buffer {
  return Buffer.concat([writeNumber(name.length), Buffer.from(name), Buffer.from([3, index])]);
}

/**
 * Calls a function instead of an instruction wherever it stands. That its bytes mean nothing else anywhere is known of
 * the build: there are as many as a disassembler finds instructions.
 */
function replaceAll(code: Buffer, instruction: Buffer, target: number): void {
  for (let at = code.indexOf(instruction); at >= 0; at = code.indexOf(instruction, at)) {
    code.fill(opcodes.nop, at, at + instruction.length);
    code.set(call(target), at);
  }
}

function call(target: number): number[] {
  return [opcodes.call, ...writeNumber(target)];
}

function functionsOf(base64: string): Buffer[] {
  return readSections(Buffer.from(base64, 'base64')).flatMap(({ id, content }) =>
    id === sectionIds.code ? readFunctions(content) : [],
  );
}

function present(...bodies: (Buffer | undefined)[]): Buffer[] {
  return bodies.filter((body) => body !== undefined);
}
