import { denyNetwork } from '@adiuva/engine/ports';
import { serveTranscription } from '@adiuva/engine/serve/transcription';
import { enterUtility } from './enterUtility.ts';

denyNetwork();
const { port } = await enterUtility();
serveTranscription(port);
