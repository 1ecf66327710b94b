export { chooseOcrLanguages } from './chooseOcrLanguages.ts';
export { createRecogniser, type RecogniseInput, type Recogniser } from './createRecogniser.ts';
export { knownLanguages, type OcrLanguage } from './languages.ts';
export { type OcrAvailability, ocrAvailability } from './ocrAvailability.ts';
export { ocrWorkerLimits } from './ocrWorkerLimits.ts';
