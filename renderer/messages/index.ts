export { createMessages, languageNames, speak, systemLanguage } from './messages.ts';
export { useErrorWords, useReasonWords } from './useErrorWords.ts';
export { createFormat, type Format, useFormat } from './useFormat.ts';
