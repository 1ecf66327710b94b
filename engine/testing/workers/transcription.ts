import { enterSandbox } from '#ports';
import { serveTranscription } from '../../serve/serveTranscription.ts';

serveTranscription(enterSandbox().port);
