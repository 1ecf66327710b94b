export { createRecogniser, type RecogniseInput, type Recogniser } from './createRecogniser.ts';
