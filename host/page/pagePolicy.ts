/** What Vite writes wherever a nonce belongs (`html.cspNonce` in renderer/vite.config.ts). */
export const noncePlaceholder = '__ADIUVA_NONCE__';

/**
 * The page's own policy. Scripts are our files and nothing else; styles are our files and the style elements that
 * carry this response's nonce (the interface library writes its variables into one).
 *
 * @param connectTo where the page may connect to beside its own origin
 */
export function pagePolicy(nonce: string, connectTo: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    // What is heard is fetched from the engine and played from the page's own memory.
    'media-src blob:',
    "font-src 'self'",
    ['connect-src', "'self'", ...connectTo].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * Of script files. A page does not look at it, but a worker has the policy that its file came with: the one of pdf.js
 * loads decoders for pictures, which are files of ours, and connects to nothing.
 */
export const scriptPolicy = "default-src 'none'; script-src 'self'";

/** What the pages may ask the machine for: to hear, where a person records, and nothing else. */
export const permissionsPolicy =
  'camera=(), display-capture=(self), geolocation=(), microphone=(self), usb=()';
