import { codePageOfCharset, decodeBytes } from '../office/codePages.ts';
import { readRtf } from '../rtf/rtfTokens.ts';

/** What a group of RTF inherits from the one around it. */
interface Group {
  isSkipped: boolean;
  isTag: boolean;
  isForRtfOnly: boolean;
  isFontTable: boolean;
  codePage: number;
  /** Bytes that stand for a Unicode character and are not read after it. */
  substitutes: number;
}

const destinations = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
]);
const symbols: Readonly<Record<string, string>> = {
  par: '\r\n',
  line: '\r\n',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  '~': '&nbsp;',
  _: '&shy;',
};

/**
 * The page that Outlook wrapped in RTF ([MS-OXRTFEX]); undefined for RTF that is none. Its tags stand in groups of
 * their own, and what is only there for readers of RTF between two marks.
 */
export async function unwrapHtml(rtf: Uint8Array): Promise<string | undefined> {
  if (!Buffer.from(rtf.subarray(0, 1000)).toString('latin1').includes('\\fromhtml1')) return undefined;
  const output: string[] = [];
  const fonts = new Map<number, number>();
  const stack: Group[] = [];
  let group: Group = {
    isSkipped: false,
    isTag: false,
    isForRtfOnly: false,
    isFontTable: false,
    codePage: 1252,
    substitutes: 1,
  };
  let isStarred = false;
  let isFirst = false;
  let toSkip = 0;
  let font = 0;
  let pending: Uint8Array[] = [];
  let pendingPage = 0;

  const flush = () => {
    if (pending.length > 0) output.push(decodeBytes(Buffer.concat(pending), pendingPage));
    pending = [];
  };
  const emit = (text: string) => {
    if (group.isSkipped || group.isForRtfOnly) return;
    flush();
    output.push(text);
  };

  const put = (bytes: Uint8Array) => {
    if (group.isSkipped || group.isForRtfOnly) return;
    if (pendingPage !== group.codePage) flush();
    pendingPage = group.codePage;
    pending.push(bytes);
  };

  await readRtf(
    rtf,
    {
      open() {
        stack.push(group);
        group = { ...group };
        isFirst = true;
        isStarred = false;
      },
      close() {
        group = stack.pop() ?? group;
        isFirst = false;
        toSkip = 0;
      },
      control(word, value) {
        toSkip = 0;
        if (word === '*') {
          isStarred = true;
          return;
        }
        if (isFirst && isStarred) {
          if (word === 'htmltag') group.isTag = true;
          else group.isSkipped = true;
        } else if (isFirst && destinations.has(word)) {
          group.isSkipped = true;
          group.isFontTable = word === 'fonttbl';
        }
        isFirst = false;
        if (word === 'htmlrtf') group.isForRtfOnly = value !== 0;
        else if (word === 'ansicpg' && value) group.codePage = value;
        else if (word === 'f' && value !== undefined) {
          font = value;
          group.codePage = (!group.isFontTable && fonts.get(value)) || group.codePage;
        } else if (word === 'fcharset' && value !== undefined && group.isFontTable) {
          const page = codePageOfCharset(value);
          if (page !== undefined) fonts.set(font, page);
        } else if (word === 'uc' && value !== undefined) group.substitutes = Math.max(0, value);
        else if (word === 'u' && value !== undefined) {
          emit(String.fromCharCode(value < 0 ? value + 0x10000 : value));
          toSkip = group.substitutes;
        } else {
          const symbol = symbols[word];
          if (symbol !== undefined) emit(symbol);
        }
      },
      bytes(start, end) {
        isFirst = false;
        const from = Math.min(end, start + toSkip);
        toSkip -= from - start;
        if (from < end) put(rtf.slice(from, end));
      },
      byte(value) {
        isFirst = false;
        if (toSkip > 0) toSkip--;
        else put(Uint8Array.of(value));
      },
      isSkipping: () => group.isSkipped || group.isForRtfOnly,
    },
    () => new Promise((resolve) => setImmediate(resolve)),
  );
  flush();
  return output.join('');
}
