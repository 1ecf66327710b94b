export { readSetting, writeSetting } from './settings.ts';
