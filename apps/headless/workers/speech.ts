import { enterSandbox } from '@adiuva/engine/ports';
import { serveSpeech } from '@adiuva/engine/serve/speech';

serveSpeech(enterSandbox().port);
