import { safeStorage } from 'electron';
import type { Encryption } from './secrets.ts';

/** Keychain, DPAPI, or the keyring of the Linux desktop. Only once the app is ready. */
export function createSystemEncryption(): Encryption {
  return {
    async state() {
      // Without a keyring Electron would encrypt with a password that stands in its source.
      if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
        return 'none';
      return (await safeStorage.isAsyncEncryptionAvailable()) ? 'ready' : 'locked';
    },
    encrypt: (text) => safeStorage.encryptStringAsync(text),
    async decrypt(bytes) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes);
      return { text: result, isStale: shouldReEncrypt };
    },
  };
}
