import { createHash } from 'node:crypto';
import { blocksModule, functionsModule } from './functions.generated.ts';
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
 * numbers here and in functions.wat are found anew in its disassembly.
 */
const knownSha256 = '71aec412a303a0405baee21c3d6d3f30ad2033dc02444130fe476be3976e2d09';

/** Numbers of functions in that build. */
const importedFunctions = 30;
/** Those that take another form, in the order in which functions.wat has it. */
const replaced = { malloc: 4614, free: 4615, loadText: 5160, lettersOf: 4103, codeOf: 4104 };
/** The first numbers that are not taken. After these come the replaced ones as they were: functions.wat calls them. */
const added = { copy: 5722, copy80: 5723, fill: 5724, isMirrored: 5725 };
/** Of the added and then of the replaced, numbers in the module's own list of types. */
const typesOfAdded = [6, 3, 6, 1, 1, 0, 1, 2, 2];
const addedGlobals = 8;

/** Where in the file a piece of text is asked for its direction. */
const directionCall = 0x20f466;
/**
 * Where in the file a string of a page is looked for among all strings of the document, to be kept once. Hardly one
 * comes twice, and the table of them grows with every page.
 */
const poolTest = 0x4d1fe;

const opcodes = { nop: 0x01, branch: 0x0c, call: 0x10, drop: 0x1a };
const copyInstruction = Buffer.from([0xfc, 0x0a, 0, 0]);
const copy80Instructions = Buffer.from([0x41, 0xd0, 0, ...copyInstruction]);
const fillInstruction = Buffer.from([0xfc, 0x0b, 0]);
/** A variable i32, 0 at first. */
const zeroGlobal = Buffer.from([0x7f, 1, 0x41, 0, 0x0b]);

/**
 * PDFium's module with some of its functions in a faster form and with the same results: its allocator, copies of few
 * bytes, looking up letters in fonts, and two things that it does for every piece of text without need. Any other
 * module comes back as it is.
 */
export function tuneModule(file: Uint8Array): Uint8Array {
  if (!isKnownModule(file)) return file;
  const module = Buffer.from(file);
  module.set(call(added.isMirrored), directionCall);
  module.set([opcodes.drop, opcodes.branch, 0], poolTest);
  const sections = readSections(module).map(({ id, content }) => {
    if (id === sectionIds.functions)
      return { id, content: appendEntries(content, typesOfAdded.map(writeNumber)) };
    if (id === sectionIds.globals)
      return { id, content: appendEntries(content, new Array(addedGlobals).fill(zeroGlobal)) };
    return id === sectionIds.code ? { id, content: tuneCode(content) } : { id, content };
  });
  return writeSections(module, sections);
}

export function isKnownModule(file: Uint8Array): boolean {
  return createHash('sha256').update(file).digest('hex') === knownSha256;
}

function tuneCode(code: Buffer): Buffer {
  replaceAll(code, copy80Instructions, added.copy80);
  replaceAll(code, copyInstruction, added.copy);
  replaceAll(code, fillInstruction, added.fill);
  const [isMirrored, ...replacements] = functionsOf(functionsModule);
  const places = Object.values(replaced).map((index) => index - importedFunctions);
  const byPlace = new Map(
    places.flatMap((place, at) => present(replacements[at]).map((body) => [place, body])),
  );
  return rewriteFunctions(code, byPlace, (before) => [
    ...functionsOf(blocksModule),
    ...present(isMirrored, ...places.map((place) => before.get(place))),
  ]);
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
