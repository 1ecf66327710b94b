/** So many bytes at once are arguments of one call. */
const atOnce = 0x8000;

/** The browser's own is several times as fast where it is there. */
export function toBase64(bytes: Uint8Array): string {
  const own = (bytes as { toBase64?: () => string }).toBase64;
  if (own) return own.call(bytes);
  let binary = '';
  for (let at = 0; at < bytes.length; at += atOnce)
    binary += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  return btoa(binary);
}
