import type { DocumentMetadata } from '@adiuva/contracts';

/**
 * Title, author and dates of a YAML frontmatter, under the names that static site generators and note apps use.
 * Plain `key: value` lines are read, quoted or not, and the first of a list of authors; anything deeper is left.
 */
export function readFrontmatter(yaml: string): DocumentMetadata {
  const values = new Map<string, string>();
  const lines = yaml.split('\n');
  for (const [index, line] of lines.entries()) {
    const match = /^([A-Za-z_-]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (!match?.[1]) continue;
    const inline = scalar(match[2] ?? '');
    const listed =
      inline === '' ? scalar(/^[ \t]*-[ \t]+(.*)$/.exec(lines[index + 1] ?? '')?.[1] ?? '') : inline;
    if (listed) values.set(match[1].toLowerCase(), listed);
  }
  const first = (...keys: string[]) =>
    keys.map((key) => values.get(key)).find((value) => value !== undefined);
  const title = first('title');
  const author = first('author', 'authors', 'creator');
  const createdAt = dateOf(first('date', 'created', 'published', 'pubdate'));
  const modifiedAt = dateOf(first('modified', 'updated', 'lastmod', 'last_modified_at'));
  const language = /^[a-z]{2}(?=$|[-_])/i.exec(first('lang', 'language') ?? '')?.[0]?.toLowerCase();
  return {
    ...(title && { title }),
    ...(author && { author }),
    ...(createdAt !== undefined && { createdAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(language && { language }),
  };
}

function scalar(value: string): string {
  const trimmed = value.trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(trimmed);
  if (quoted) return quoted[1]?.replace(/\\(["\\])/g, '$1') ?? quoted[2]?.replaceAll("''", "'") ?? '';
  if (/^\[/.test(trimmed)) return scalar(trimmed.slice(1).split(/[,\]]/)[0] ?? '');
  if (/^[|>{&*!]/.test(trimmed)) return '';
  return trimmed.replace(/\s+#.*$/, '');
}

function dateOf(value: string | undefined): number | undefined {
  if (!value || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const time = Date.parse(value.replace(/^(\S{10})\s+(?=\d)/, '$1T'));
  return Number.isNaN(time) ? undefined : time;
}
