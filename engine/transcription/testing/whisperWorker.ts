import { enterSandbox } from '#ports';
import { serveTranscription } from '../../serve/serveTranscription.ts';

/** A test part: the entry of the real worker, without a network. */
serveTranscription(enterSandbox().port);
