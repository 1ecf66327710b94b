/** jsonc-parser's `SyntaxKind`, whose ambient const enum cannot be imported by a file that is compiled alone. */
export const tokens = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  end: 17,
} as const;

/** Its `ScanError.UnexpectedEndOfString`. */
export const unexpectedEndOfString = 2;
