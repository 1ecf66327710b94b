import { serveExtraction } from '@adiuva/engine/serve';
import { childPort } from './childPort.ts';

serveExtraction(childPort());
