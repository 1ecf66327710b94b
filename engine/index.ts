export { AppError, localUser, type Principal } from '#base';
export { restoreLibrary as restoreBackup } from '#storage';
export { createEngine, type Engine, type EngineOptions } from './createEngine.ts';
