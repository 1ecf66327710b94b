// Loaded before main: `node --import …/register.ts out/electron/main/….js`. From here on `electron` is the stand-in.
import { registerHooks } from 'node:module';

const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main')
      return { url: standIn, format: 'module-typescript', shortCircuit: true };
    return next(specifier, context);
  },
});
Object.assign(process, { type: 'browser', resourcesPath: process.cwd() });
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
Object.defineProperty(process.versions, 'chrome', { value: '0.0.0', enumerable: true });
