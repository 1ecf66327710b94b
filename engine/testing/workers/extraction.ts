import { enterProcess } from '#ports';
import { serveExtraction } from '../../serve/serveExtraction.ts';

serveExtraction(enterProcess().port);
