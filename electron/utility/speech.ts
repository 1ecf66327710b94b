import { denyNetwork } from '@adiuva/engine/ports';
import { serveSpeech } from '@adiuva/engine/serve/speech';
import { enterUtility } from './enterUtility.ts';

denyNetwork();
const { port } = await enterUtility();
serveSpeech(port);
