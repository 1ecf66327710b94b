import type * as Electron from 'electron';
import type { CdpSession } from './cdp.ts';
import type { StandInSession } from './session.ts';

/** Electron's name of what a page may be allowed, and the browser's. */
const names = [
  ['geolocation', { name: 'geolocation' }],
  ['notifications', { name: 'notifications' }],
  ['midi', { name: 'midi' }],
  ['media', { name: 'camera' }, 'video'],
  ['media', { name: 'microphone' }, 'audio'],
  ['clipboard-read', { name: 'clipboard-read' }],
  ['clipboard-sanitized-write', { name: 'clipboard-write' }],
  ['idle-detection', { name: 'idle-detection' }],
  ['storage-access', { name: 'storage-access' }],
] as const;

/**
 * Asks main's handlers about each of them beforehand, since Chromium cannot ask later, and tells the browser. Without
 * handlers all is granted, as in Electron.
 */
export async function applyPermissions(
  cdp: CdpSession,
  session: StandInSession,
  contents: Electron.WebContents,
  address: string,
): Promise<void> {
  if (!/^https?:/.test(address)) return;
  const { origin } = new URL(address);
  const requestingUrl = session.addresses.toMain(address);
  for (const [permission, descriptor, mediaType] of names) {
    const check = session.permissionCheck;
    const request = session.permissionRequest;
    const details = { isMainFrame: true, requestingUrl };
    const isChecked = check
      ? check(contents, permission, session.addresses.toMain(`${origin}/`), {
          ...details,
          ...(mediaType && { mediaType }),
        })
      : true;
    const isGranted = await new Promise<boolean>((resolve) => {
      if (!isChecked || !request) resolve(isChecked);
      else
        request(contents, permission, resolve, { ...details, ...(mediaType && { mediaTypes: [mediaType] }) });
    });
    await cdp.send('Browser.setPermission', {
      permission: descriptor,
      setting: isGranted ? 'granted' : 'denied',
      origin,
    });
  }
}
