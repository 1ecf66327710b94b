export { placeWords, type WordPlace } from './placeWords.ts';
export { spreadWords } from './spreadWords.ts';
export { foldWord, joinTexts, saySame, type Unit, unitsOf } from './units.ts';
