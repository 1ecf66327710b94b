import { type AppTarget, type ErrorCode, errorCodeSchema } from '@adiuva/contracts';
import { AppError } from '@adiuva/wire';
import { addressOf } from './address.ts';
import type { Host } from './host.ts';

/** A page in a browser, served by the headless host. */
export function createWebHost(token: string): Host {
  async function send(path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    let response: Response;
    try {
      response = await fetch(path, {
        ...init,
        headers: { Authorization: `Bearer ${token}` },
        cache: 'no-store',
        credentials: 'omit',
      });
    } catch (cause) {
      if (init.signal?.aborted) throw new AppError('cancelled', 'Stopped.');
      throw new AppError('unavailable', 'Adiuva does not answer.', { cause });
    }
    if (response.status === 401) throw new AppError('forbidden', 'This address is no longer valid.');
    const body: unknown = await response.json().catch(() => ({}));
    const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    if (!response.ok) throw readError(fields);
    return fields;
  }

  return {
    shell: null,
    async info() {
      const { sampleLibrary, maxUploadBytes } = await send('/host/info');
      return {
        sampleLibrary: typeof sampleLibrary === 'string' ? sampleLibrary : null,
        maxUploadBytes: typeof maxUploadBytes === 'number' ? maxUploadBytes : 0,
      };
    },
    async pathOf(file, signal) {
      const { path } = await send(`/host/uploads?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        body: file,
        signal,
      });
      if (typeof path !== 'string') throw new AppError('internal', 'The host did not say where the file is.');
      return path;
    },
    openExternal(url) {
      window.open(url, '_blank', 'noopener,noreferrer');
    },
    async saveText(name, text) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      return true;
    },
    async print(name) {
      const title = document.title;
      document.title = name.replace(/\.pdf$/i, '');
      window.print();
      document.title = title;
      return true;
    },
    async readClipboard() {
      try {
        return await navigator.clipboard.readText();
      } catch (cause) {
        throw new AppError('forbidden', 'The browser does not let this page read the clipboard.', { cause });
      }
    },
    openMain(target) {
      openWindow('/', target, 'adiuva-main');
    },
    openQuickChat() {
      window.open('/quickChat.html', 'adiuva-quick-chat', 'popup,width=640,height=480');
    },
    hide() {
      window.close();
    },
  };
}

/** A window that this one opens shares the token of its tab; one that opened this one is taken rather than another. */
function openWindow(path: string, target: AppTarget, name: string): void {
  const opener = window.opener as Window | null;
  if (opener && !opener.closed) {
    opener.location.hash = addressOf(target);
    opener.focus();
    return;
  }
  window.open(`${path}${addressOf(target)}`, name);
}

function readError({ error }: Record<string, unknown>): AppError {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  const known = errorCodeSchema.safeParse(code);
  const name: ErrorCode = known.success ? known.data : 'internal';
  return new AppError(name, typeof message === 'string' ? message : 'The host refused the request.');
}
