export { embeddingModelSetting, readSetting, writeSetting, writeSettings } from './settings.ts';
