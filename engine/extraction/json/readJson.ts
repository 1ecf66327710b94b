import { createScanner } from 'jsonc-parser';
import type { Outline } from '../outline/createOutline.ts';
import { shortenData } from '../outline/shortenData.ts';
import { tokens, unexpectedEndOfString } from './tokens.ts';

/** What came of reading; `stoppedAt` is where the text ceased to be JSON, undefined where it never did. */
export interface JsonReading {
  /** Values at the top, or of the array that is the only one there. */
  records: number;
  stoppedAt: number | undefined;
  /** The end came before the last bracket. */
  isCut: boolean;
  /** What the document calls itself. */
  title: string | undefined;
}

interface Frame {
  isArray: boolean;
  label: string;
  /** Of an object: the key whose value comes next. */
  key: string | undefined;
  /** Of an array, as long as it holds nothing but values: it may become one line. */
  values: string[];
  /** Numbers of the array and of those in it; -1 as soon as there is anything else. */
  numbers: number;
  isEntered: boolean;
}

/** More numbers than this are measurements, not something that a person reads or looks for. */
const maxNumbers = 200;
/** Deeper brackets are no data of anybody's. */
const maxDepth = 120_000;
const shownNumbers = 20;
const maxInlineLength = 400;
const maxInlineItem = 80;

/**
 * JSON into an outline, token by token: no depth of nesting costs the stack, numbers and repeated keys stay as they
 * are written. Comments, trailing commas and several values in a row are understood.
 */
export function readJson(text: string, outline: Outline): JsonReading {
  const scanner = createScanner(text, true);
  const scan = (): number => scanner.scan();
  const stack: Frame[] = [];
  const reading: JsonReading = { records: 0, stoppedAt: undefined, isCut: false, title: undefined };
  let values = 0;
  let items = 0;

  /** Of a list as the only value its items count, else the values at the top. */
  function count(parent: Frame | undefined): void {
    if (!parent) values++;
    else if (parent.isArray && stack.length === 1) items++;
    reading.records = values > 1 ? values : items;
  }

  /** All that is open becomes groups; what is around a group is one already. */
  function enterAll(): void {
    let from = stack.length;
    while (from > 0 && !stack[from - 1]?.isEntered) from--;
    for (const frame of stack.slice(from)) {
      frame.isEntered = true;
      outline.enter(frame.label);
      for (const value of frame.values) outline.value('', value);
      frame.values = [];
      frame.numbers = -1;
    }
  }

  function begin(isArray: boolean): void {
    const parent = stack.at(-1);
    const label = parent?.key ?? '';
    if (parent) parent.key = undefined;
    if (parent && !(isArray && parent.isArray && parent.numbers >= 0)) enterAll();
    stack.push({ isArray, label, key: undefined, values: [], numbers: 0, isEntered: false });
    if (!isArray) enterAll();
  }

  function end(): void {
    const frame = stack.pop();
    if (!frame) return;
    const parent = stack.at(-1);
    count(parent);
    if (frame.isEntered) {
      outline.leave();
      return;
    }
    const isNested = parent?.isArray && !parent.isEntered && parent.numbers >= 0;
    if (isNested && frame.numbers >= 0) {
      parent.numbers += frame.numbers;
      for (const value of frame.values) if (parent.values.length < maxNumbers) parent.values.push(value);
      return;
    }
    enterAll();
    writeArray(frame, outline, parent === undefined);
  }

  function value(raw: string, isNumber: boolean): void {
    const parent = stack.at(-1);
    count(parent);
    if (!parent) {
      outline.value('', shortenData(raw));
      return;
    }
    if (!parent.isArray) {
      const key = parent.key ?? '';
      parent.key = undefined;
      if (stack.length === 1 && isTitle(key, raw) && (key === 'title' || !reading.title)) reading.title = raw;
      outline.value(key, shortenData(raw));
      return;
    }
    if (parent.isEntered) {
      outline.value('', shortenData(raw));
      return;
    }
    if (!isNumber) parent.numbers = -1;
    else if (parent.numbers >= 0) parent.numbers++;
    if (parent.numbers <= maxNumbers) parent.values.push(isNumber ? raw : shortenData(raw));
  }

  for (let token = scan(); ; token = scan()) {
    const frame = stack.at(-1);
    const expectsKey = frame !== undefined && !frame.isArray && frame.key === undefined;
    const stop = () => {
      reading.stoppedAt = scanner.getTokenOffset();
    };
    if (token === tokens.end) break;
    if (token === tokens.comma || token === tokens.lineComment) continue;
    if (token === tokens.blockComment) continue;
    if (expectsKey && token === tokens.string) {
      frame.key = scanner.getTokenValue();
      if (scan() === tokens.colon) continue;
      stop();
      break;
    }
    if (expectsKey && token !== tokens.closeBrace) {
      stop();
      break;
    }
    const opens = token === tokens.openBrace || token === tokens.openBracket;
    if (opens && stack.length >= maxDepth) {
      stop();
      break;
    }
    if (token === tokens.openBrace) begin(false);
    else if (token === tokens.openBracket) begin(true);
    else if (token === tokens.closeBrace && expectsKey) end();
    else if (token === tokens.closeBracket && frame?.isArray) end();
    else if (token === tokens.string) {
      value(scanner.getTokenValue(), false);
      if ((scanner.getTokenError() as number) === unexpectedEndOfString) {
        reading.isCut = true;
        break;
      }
    } else if (token === tokens.number) value(scanner.getTokenValue(), true);
    else if (token >= tokens.null && token <= tokens.false) value(scanner.getTokenValue(), false);
    else {
      stop();
      break;
    }
  }
  if (stack.length > 0 && reading.stoppedAt === undefined) reading.isCut = true;
  while (stack.length > 0) end();
  return reading;
}

/** Values without names: one line where they fit, a line each where not. */
function writeArray(frame: Frame, outline: Outline, isTop: boolean): void {
  const { label, values, numbers } = frame;
  if (numbers > maxNumbers) {
    const count = numbers.toLocaleString('en');
    outline.value(label, `${values.slice(0, shownNumbers).join(', ')}, … (${count} numbers)`);
    return;
  }
  const isShort = values.every((value) => value.length <= maxInlineItem && !value.includes('\n'));
  if (!isTop && isShort && values.reduce((sum, value) => sum + value.length, 0) <= maxInlineLength) {
    outline.value(label, values.join(', '));
    return;
  }
  if (label !== '') outline.enter(label);
  for (const value of values) outline.value('', value);
  if (label !== '') outline.leave();
}

function isTitle(key: string, value: string): boolean {
  return (key === 'title' || key === 'name') && value.length <= 200 && value.trim() !== '';
}
