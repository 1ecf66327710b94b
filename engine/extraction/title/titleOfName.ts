/** Extensions that stand before another: `report.tar.gz`, `page.html.json`. */
const inner = /\.(?:tar|html?|json|csv|xml|txt|md)$/i;

/**
 * A file's name as a title: without its extension, words apart, a capital at the start. Code keeps its name, by which
 * it is called.
 */
export function titleOfName(fileName: string, isCode = false): string {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1).toWellFormed();
  const name = base.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  const dot = name.lastIndexOf('.');
  if (isCode || dot <= 0) return name || 'Untitled';
  const stem = decoded(name.slice(0, dot)).replace(inner, '');
  const spaced = stem.includes(' ')
    ? stem
    : stem
        .replace(/_+/g, ' ')
        .replace(/\+/g, ' ')
        // Numbers keep their dashes: dates and ranges are read with them.
        .replace(/(?<=\p{L})-+|-+(?=\p{L})/gu, ' ');
  const title = spaced.replace(/\s+/g, ' ').trim() || name;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

function decoded(name: string): string {
  if (!/%[\da-f]{2}/i.test(name)) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
