const longestBytes = 180;
/** Names that Windows takes for devices, whatever their extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A name that is safe as the last step of a path on every system, and still reads like the one that was given.
 * Never empty, never hidden, never a path.
 */
export function safeFileName(given: string): string {
  const lastStep = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = lastStep
    // Controls, and the marks that make a name read other than it is.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const named = clean === '' ? 'file' : clean;
  return shorten(deviceName.test(named) ? `_${named}` : named);
}

/** Cuts the stem and keeps the extension, which says what the file is. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= longestBytes) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 20 ? name.slice(dot) : '';
  const room = longestBytes - Buffer.byteLength(extension);
  let stem = '';
  let used = 0;
  for (const character of name) {
    used += Buffer.byteLength(character);
    if (used > room) break;
    stem += character;
  }
  return stem + extension;
}
