export { type EncodeOptions, loadTokenizer, type NativeTokenizer } from './loadTokenizer.ts';
