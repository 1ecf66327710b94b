const minSectionLength = 64 * 1024;
const maxSectionLength = 256 * 1024;

/**
 * Stretches of a Markdown text that may be parsed apart: each begins at a heading outside of code, or, where
 * none comes for long, after a blank line. Together they are the whole text.
 */
export function cutIntoSections(text: string): { start: number; end: number }[] {
  const sections: { start: number; end: number }[] = [];
  let start = 0;
  let fence = '';
  let isAfterBlank = false;
  for (let line = 0; line < text.length; ) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? text.length : newline + 1;
    const length = line - start;
    if (length >= minSectionLength) {
      const isHeading = fence === '' && /^#{1,6}[ \t]/.test(text.slice(line, line + 8));
      if (isHeading || (length >= maxSectionLength && (isAfterBlank || length >= 2 * maxSectionLength))) {
        sections.push({ start, end: line });
        start = line;
      }
    }
    const head = text.slice(line, Math.min(next, line + 200));
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(head)?.[1];
    if (marker && fence === '') fence = marker;
    else if (marker?.startsWith(fence) && head.trim() === marker) fence = '';
    isAfterBlank = head.trim() === '';
    line = next;
  }
  sections.push({ start, end: text.length });
  return sections;
}
