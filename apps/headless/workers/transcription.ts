import { enterSandbox } from '@adiuva/engine/ports';
import { serveTranscription } from '@adiuva/engine/serve/transcription';

serveTranscription(enterSandbox().port);
