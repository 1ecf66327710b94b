import type { Attributes } from './readXml.ts';

/** What stands before, between and after the arguments of a formula's element; ECMA-376 part 1, 22.1. */
const shapes: Readonly<Record<string, readonly [before: string, between: string, after: string]>> = {
  'm:f': ['(', ')/(', ')'],
  'm:sSup': ['', '^', ''],
  'm:sSub': ['', '_', ''],
  'm:sSubSup': ['', '_', ''],
  'm:rad': ['√(', '', ')'],
  'm:d': ['(', ', ', ')'],
};
const argumentNames = new Set(['m:num', 'm:den', 'm:e', 'm:sup', 'm:sub', 'm:deg', 'm:fName', 'm:lim']);

/** Formulas of Word and PowerPoint in one line, as one would type them: `(a)/(b)`, `x^2`, `√(y)`. */
export interface MathReader {
  /** Whether a formula is open. */
  readonly isOpen: boolean;
  /** What the element's beginning adds to the text. */
  open(name: string, attributes: Attributes): string;
  /** What its end adds. */
  close(name: string): string;
}

export function createMathReader(): MathReader {
  /** Elements with arguments that are open, and how many arguments each has had. */
  const open: { name: string; count: number; chr: string | undefined }[] = [];
  let depth = 0;

  return {
    get isOpen() {
      return depth > 0;
    },
    open(name, attributes) {
      if (name === 'm:oMath') {
        depth++;
        return depth === 1 ? ' ' : '';
      }
      if (depth === 0) return '';
      const top = open.at(-1);
      if (shapes[name] || name === 'm:nary' || name === 'm:func') {
        open.push({ name, count: 0, chr: undefined });
        return shapes[name]?.[0] ?? '';
      }
      if (name === 'm:chr' && top?.name === 'm:nary') top.chr = attributes['m:val'] ?? '';
      if (!argumentNames.has(name) || !top) return '';
      top.count++;
      if (top.name === 'm:nary') {
        if (name === 'm:sub') return `${top.chr ?? '∫'}_`;
        return name === 'm:sup' ? '^' : ' ';
      }
      if (top.count === 1) return '';
      if (top.name === 'm:sSubSup' && top.count === 3) return '^';
      return shapes[top.name]?.[1] ?? ' ';
    },
    close(name) {
      if (name === 'm:oMath' && depth > 0) {
        depth--;
        if (depth > 0) return '';
        open.length = 0;
        return ' ';
      }
      if (depth > 0 && open.at(-1)?.name === name) {
        open.pop();
        return shapes[name]?.[2] ?? '';
      }
      return '';
    },
  };
}
