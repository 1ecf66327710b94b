import { createPublicKey, verify } from 'node:crypto';
import { type AppUpdater, Provider } from 'electron-updater';
import {
  type ProviderRuntimeOptions,
  parseUpdateInfo,
  resolveFiles,
} from 'electron-updater/out/providers/Provider.js';
import { UpdateSignatureError } from './updateSignatureError.ts';

type Release = ReturnType<typeof parseUpdateInfo>;

/** Where releases lie, and the key that signs what is said of them. */
export interface UpdateSource {
  /** https; http only of this machine. */
  url: string;
  /** Ed25519, PEM. */
  key: string;
}

/**
 * Reads `latest….yml` beside its detached Ed25519 signature (`….yml.sig`, base64). The file holds the SHA-512 of what is
 * downloaded, so that one signature vouches for everything on every system; those of the systems are checked as well.
 */
export function signedProvider(source: UpdateSource) {
  const base = new URL(source.url.endsWith('/') ? source.url : `${source.url}/`);
  const isLocal = base.hostname === '127.0.0.1' || base.hostname === 'localhost';
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLocal))
    throw new Error('Updates come over https alone.');
  const key = createPublicKey(source.key);

  return class SignedProvider extends Provider<Release> {
    constructor(_options: unknown, _updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
      super(runtimeOptions);
    }

    async getLatestVersion(): Promise<Release> {
      const name = `${this.getDefaultChannelName()}.yml`;
      const [text, signature] = await Promise.all([
        this.httpRequest(new URL(name, base)),
        this.httpRequest(new URL(`${name}.sig`, base)),
      ]);
      const isOurs = verify(null, Buffer.from(text ?? ''), key, Buffer.from(signature ?? '', 'base64'));
      if (!isOurs) throw new UpdateSignatureError(`${name} does not bear our signature.`);
      return parseUpdateInfo(text, name, new URL(name, base));
    }

    resolveFiles(info: Release) {
      const files = resolveFiles(info, base);
      // What is signed could still lead elsewhere by mistake.
      if (files.some(({ url }) => url.origin !== base.origin))
        throw new UpdateSignatureError('Another host is named.');
      return files;
    }

    /** The library would send a number that knows this copy again; which stage it is in is decided here alone. */
    override setRequestHeaders(): void {
      super.setRequestHeaders({ accept: '*/*' });
    }
  };
}
