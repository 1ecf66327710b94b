import { enterSandbox } from '#ports';
import { serveSpeech } from '../../serve/serveSpeech.ts';

serveSpeech(enterSandbox().port);
