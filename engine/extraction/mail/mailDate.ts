const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/** A `Date` header, in the standard's form or what programs made of it; undefined for what is no date. */
export function parseMailDate(text: string | undefined): number | undefined {
  if (!text || text.length > 200) return undefined;
  const plain = text
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const time = Date.parse(plain.replace(/^[A-Za-zÀ-ÿ]{2,12}\.?,\s*/u, ''));
  return Number.isNaN(time) || time < earliest || time > latest ? undefined : time;
}
