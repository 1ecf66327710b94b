export { createFileLog } from './fileLog.ts';
export { createFileSecrets } from './fileSecrets.ts';
export { defaultHome, prepareHome } from './homeFolder.ts';
export { findPlaces, type Places } from './places.ts';
export { startEngine } from './startEngine.ts';
