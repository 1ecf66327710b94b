import { enterSandbox } from '#ports';
import { serveExtraction } from '../../serve/serveExtraction.ts';

serveExtraction(enterSandbox().port);
