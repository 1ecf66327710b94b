import { type ErrorCode, errorCodeSchema } from '@adiuva/contracts';
import { AppError } from '@adiuva/wire';

export interface HostInfo {
  /** A folder on the machine of the engine, for a first start; null where there is none. */
  sampleLibrary: string | null;
  maxUploadBytes: number;
}

/** What the page asks of its host rather than of the engine. */
export interface HostApi {
  /** @throws AppError `forbidden` when the token is not of this launch; `unavailable` when nobody answers. */
  info(): Promise<HostInfo>;
  /** Sends a dropped file; the answer is its path on the engine's machine. */
  upload(file: File, signal: AbortSignal): Promise<string>;
}

export function createHostApi(token: string): HostApi {
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
    async info() {
      const { sampleLibrary, maxUploadBytes } = await send('/host/info');
      return {
        sampleLibrary: typeof sampleLibrary === 'string' ? sampleLibrary : null,
        maxUploadBytes: typeof maxUploadBytes === 'number' ? maxUploadBytes : 0,
      };
    },
    async upload(file, signal) {
      const { path } = await send(`/host/uploads?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        body: file,
        signal,
      });
      if (typeof path !== 'string') throw new AppError('internal', 'The host did not say where the file is.');
      return path;
    },
  };
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
