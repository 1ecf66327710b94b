import { enterSandbox } from '@adiuva/engine/ports';
import { serveExtraction } from '@adiuva/engine/serve/extraction';

serveExtraction(enterSandbox().port);
