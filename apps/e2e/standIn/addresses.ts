/**
 * Chromium knows no scheme that its embedder did not build in. An app scheme is served as an https origin of its own
 * instead, under a name that no resolver knows: a secure context with an origin, as a standard and secure scheme is.
 * `app://adiuva/index.html` is `https://adiuva.app.stand-in.invalid/index.html` to the page; main sees the real one.
 */
const suffix = '.stand-in.invalid';

export interface AddressBook {
  add(scheme: string): void;
  /** As Chromium is to know it. */
  toPage(address: string): string;
  /** As main is to know it. */
  toMain(address: string): string;
  /** In a policy the scheme and its origins are named, and mean the same. */
  policyToPage(policy: string): string;
}

export function createAddressBook(): AddressBook {
  const schemes = new Set<string>();
  const pattern = () => [...schemes].join('|');

  function toPage(address: string): string {
    if (schemes.size === 0) return address;
    const found = new RegExp(`^(${pattern()}):(?://([^/?#]*))?(.*)$`, 'is').exec(address);
    if (!found) return address;
    const [, scheme = '', host = '', rest = ''] = found;
    return `https://${host ? `${host}.` : ''}${scheme}${suffix}${rest}`;
  }

  function toMain(address: string): string {
    const found = /^https:\/\/(?:([^/?#]+)\.)?([\w+-]+)\.stand-in\.invalid(?::\d+)?(.*)$/is.exec(address);
    if (!found) return address;
    const [, host = '', scheme = '', rest = ''] = found;
    return schemes.has(scheme) ? `${scheme}://${host}${rest}` : address;
  }

  return {
    add: (scheme) => void schemes.add(scheme.toLowerCase()),
    toPage,
    toMain,
    policyToPage(policy) {
      if (schemes.size === 0) return policy;
      return policy
        .replace(new RegExp(`(?<=^|[\\s;])(?:${pattern()})://[^\\s;]+`, 'gi'), toPage)
        .replace(new RegExp(`(?<=^|[\\s;])(${pattern()}):(?=$|[\\s;])`, 'gi'), (_, scheme: string) => {
          return `https://*.${scheme}${suffix}`;
        });
    },
  };
}
