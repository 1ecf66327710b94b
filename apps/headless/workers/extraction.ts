import { enterProcess } from '@adiuva/engine/ports';
import { serveExtraction } from '@adiuva/engine/serve/extraction';

serveExtraction(enterProcess().port);
