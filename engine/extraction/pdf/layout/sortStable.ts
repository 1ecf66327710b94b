/** Longer lists that are out of order are left to the runtime. */
const maxInserted = 32;

/**
 * Sorts in place and returns the list; what is equal keeps its order. Lists of a page are short and mostly in order
 * already, and a comparison by numbers would allocate each of its results.
 */
export function sortStable<T>(items: T[], isBefore: (a: T, b: T) => boolean): T[] {
  for (let at = 1; at < items.length; at++) {
    const item = items[at] as T;
    if (!isBefore(item, items[at - 1] as T)) continue;
    if (items.length > maxInserted)
      return items.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
    let to = at;
    do items[to] = items[to - 1] as T;
    while (--to > 0 && isBefore(item, items[to - 1] as T));
    items[to] = item;
  }
  return items;
}
