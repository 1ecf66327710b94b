export type { TextTokenizer } from './tokenizer.ts';
