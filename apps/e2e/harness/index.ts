export {
  builtRoot,
  type Finished,
  type Running,
  root,
  runAdiuva,
  type ServedHost,
  serveAdiuva,
  startAdiuva,
  temporaryFolder,
} from './adiuva.ts';
export { buildPage } from './buildPage.ts';
export { findChromium, launchChromium, missingBrowser } from './chromium.ts';
export { type RawAnswer, rawRequest } from './rawRequest.ts';
export { answerSentence, writeDocuments, writeManyFiles, writeTroublesomeFiles } from './sampleDocuments.ts';
