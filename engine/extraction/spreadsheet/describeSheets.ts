const longestList = 2_000;

/** The names of the sheets for a person to read, hidden ones marked. */
export function describeSheets(
  sheets: readonly { name: string; isHidden: boolean }[],
): Readonly<Record<string, string>> {
  const list = sheets.map(({ name, isHidden }) => (isHidden ? `${name} (hidden)` : name)).join(', ');
  const text = list.length > longestList ? `${list.slice(0, longestList).toWellFormed()}…` : list;
  return text === '' ? {} : { sheets: text };
}
