export { embeddingModelSetting, readSetting, writeSetting } from './settings.ts';
