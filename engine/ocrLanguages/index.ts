export { chooseOcrLanguages } from './chooseOcrLanguages.ts';
export { findLanguageData, readLanguageData } from './languageData.ts';
export { knownLanguages, languageOf, type OcrLanguage } from './languages.ts';
export { ocrAvailability } from './ocrAvailability.ts';
export { ocrWorkerLimits } from './ocrWorkerLimits.ts';
