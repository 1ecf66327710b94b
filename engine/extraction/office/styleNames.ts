/** What a paragraph of a style is to a reader. */
export interface NamedKind {
  kind: 'heading' | 'quote' | 'caption' | 'code';
  /** Of headings, 1 is the largest. */
  level: number;
}

/**
 * The kind that a style's name tells; undefined for ordinary text. Word writes the names of its own styles in
 * English, whatever the user's language.
 */
export function kindOfStyle(name: string): NamedKind | undefined {
  const level = /^heading ?([1-9])$/i.exec(name)?.[1];
  if (level) return { kind: 'heading', level: Number(level) };
  if (/^title$/i.test(name)) return { kind: 'heading', level: 1 };
  if (/^(?:intense ?|block ?)?quot(?:e|ations?)$/i.test(name)) return { kind: 'quote', level: 0 };
  if (/^caption$/i.test(name)) return { kind: 'caption', level: 0 };
  return /^(?:html ?preformatted|preformatted ?text|source ?code|code(?: block)?|macro(?: text)?)$/i.test(
    name,
  )
    ? { kind: 'code', level: 0 }
    : undefined;
}
