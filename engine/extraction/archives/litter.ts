const litterNames = new Set(['.ds_store', 'thumbs.db', 'ehthumbs.db', 'desktop.ini', '.localized', 'icon\r']);

/** What systems leave in folders and nobody put there: skipped without a word. */
export function isLitter(path: string): boolean {
  const steps = path.toLowerCase().split(/[/\\]/);
  const name = steps.at(-1) ?? '';
  return litterNames.has(name) || name.startsWith('._') || steps.includes('__macosx');
}
