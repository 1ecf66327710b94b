/** The address of a link that may be opened, in full; null for every other: https with a host, and mailto. */
export function safeAddress(text: string): string | null {
  if (!/^(https:\/\/|mailto:)/i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.protocol === 'mailto:') return url.href;
  // A name before the host is made to look like one.
  return url.protocol === 'https:' && url.host !== '' && !url.username && !url.password ? url.href : null;
}

/** Whom a link leads to, as a person should read it: the host, in its own ASCII form, or the address of a mail. */
export function addressHost(address: string): string {
  const url = new URL(address);
  return url.protocol === 'mailto:' ? decodeSafely(url.pathname) : url.host;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
