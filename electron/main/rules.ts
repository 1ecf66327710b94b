import { appOrigin, isOwnPage } from './appProtocol.ts';

/** What a request for something tells, as far as it decides. */
export interface PermissionDetails {
  requestingUrl?: string;
  isMainFrame: boolean;
  /** Of `media` and `display-capture`. */
  mediaTypes?: readonly string[];
  /** The same of a check, which is asked about one. */
  mediaType?: string;
}

/**
 * Writing what the person copies, and hearing what they record: our pages ask for nothing else, and no frame in one for
 * anything. There is no camera. Sound of the system comes with a picture of the screen, which the page drops at once.
 */
export function mayHave(
  permission: string,
  { requestingUrl = '', isMainFrame, mediaTypes, mediaType }: PermissionDetails,
  recordsSystem = canRecordSystemAudio(process.platform),
): boolean {
  if (!isMainFrame || !isOwnPage(requestingUrl)) return false;
  if (permission === 'clipboard-sanitized-write') return true;
  const types = mediaTypes ?? (mediaType === undefined ? [] : [mediaType]);
  if (permission === 'media') return types.length > 0 && types.every((type) => type === 'audio');
  return permission === 'display-capture' && recordsSystem;
}

/** Electron gives a page what the machine plays on Windows alone. */
export function canRecordSystemAudio(platform: NodeJS.Platform): boolean {
  return platform === 'win32';
}

/** No page of ours needs the network: what is not of our own scheme is not fetched, whatever asks for it. */
export function mayLoad(address: string, isPackaged: boolean): boolean {
  if (address.startsWith(`${appOrigin}/`) || address.startsWith(`blob:${appOrigin}/`)) return true;
  if (address.startsWith('data:')) return true;
  return !isPackaged && address.startsWith('devtools://');
}

/** What may be handed to another program, and what of it the person is shown. Null for everything else. */
export function readExternal(address: string): { url: string; shown: string } | null {
  const url = URL.parse(address);
  if (url?.username !== '' || url.password !== '') return null;
  // The host as it is looked up: letters of other scripts that look like ours show as what they are.
  if (url.protocol === 'https:' && url.hostname !== '') return { url: url.href, shown: url.host };
  if (url.protocol !== 'mailto:') return null;
  // A mail may name no file to attach, and nobody whom the person is not shown.
  const to = decode(url.pathname);
  if (to === null || to === '' || /[\p{Cc}\p{Cf}]/u.test(to)) return null;
  const subject = url.searchParams.get('subject');
  const query = subject === null ? '' : `?subject=${encodeURIComponent(subject)}`;
  return { url: `mailto:${url.pathname}${query}`, shown: to };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
