/** Stands for a dollar sign that is money; of Unicode's private use, and as long as what it stands for. */
export const plainDollar = '\uE000';

const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Math as models write it, in the one form that the parser knows: `\( \)` and `\[ \]` become `$$ $$`, and a dollar sign
 * that cannot be math (`$5 and $10`) becomes a stand-in. Nothing changes its place, so offsets into the result are
 * offsets into the text. What is in code is left as it is.
 */
export function prepareSource(text: string): string {
  let open: string | null = null;
  let wasBlank = true;
  const lines = text.split(/(?<=\n)/);
  let prose = '';
  let result = '';
  const flush = () => {
    result += prepareProse(prose);
    prose = '';
  };
  for (const line of lines) {
    const mark = fence.exec(line)?.[1];
    const isIndentedCode = open === null && wasBlank && /^( {4}|\t)/.test(line) && prose.trim() === '';
    if (open !== null) {
      result += line;
      if (mark?.startsWith(open) && line.trim() === mark) open = null;
    } else if (mark) {
      flush();
      result += line;
      open = mark;
    } else if (isIndentedCode) {
      flush();
      result += line;
    } else {
      prose += line;
    }
    wasBlank = line.trim() === '';
  }
  flush();
  return result;
}

/** Code spans and escapes are matched first, so that nothing in them is taken for math. */
const token = /(`+)[\s\S]*?(?<!`)\1(?!`)|\\[()[\]]|\\[\s\S]|\$\$|\$/g;

function prepareProse(text: string): string {
  const openings: ('(' | '[')[] = [];
  let result = '';
  let position = 0;
  let isInDisplay = false;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (match.index < position) continue;
    const end = match.index + found.length;
    let replaced = found;
    if (found === '\\(' || found === '\\[') {
      const kind = found === '\\(' ? '(' : '[';
      if (text.includes(kind === '(' ? '\\)' : '\\]', end)) {
        openings.push(kind);
        replaced = '$$';
      }
    } else if (found === '\\)' || found === '\\]') {
      const kind = found === '\\)' ? '(' : '[';
      if (openings.at(-1) === kind) {
        openings.pop();
        replaced = '$$';
      }
    } else if (found === '$$') {
      isInDisplay = !isInDisplay;
    } else if (found === '$' && openings.length === 0 && !isInDisplay) {
      const close = closingDollar(text, end);
      if (close === null) replaced = plainDollar;
      else {
        // Both signs of the pair are told, and what is between them is math.
        result += text.slice(position, close + 1);
        position = close + 1;
        continue;
      }
    }
    result += text.slice(position, match.index) + replaced;
    position = end;
  }
  return result + text.slice(position);
}

/**
 * Pandoc's rule: no space after the first dollar, none before the second, no digit after it; and on one paragraph.
 * @returns null where the dollar sign is none of math
 */
function closingDollar(text: string, start: number): number | null {
  if (/[\s$]/.test(text[start] ?? ' ')) return null;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '\\') at++;
    else if (sign === '`' || (sign === '\n' && /^\s*\n/.test(text.slice(at + 1, at + 80)))) return null;
    else if (sign === '$')
      return /\s/.test(text[at - 1] ?? ' ') || /[\d$]/.test(text[at + 1] ?? '') ? null : at;
  }
  return null;
}

/** What was a dollar sign is one again. */
export function withDollars(text: string): string {
  return text.replaceAll(plainDollar, '$');
}
