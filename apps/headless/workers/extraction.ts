import { enterSandbox } from '@adiuva/engine/ports';
import { serveExtraction } from '@adiuva/engine/serve/extraction';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const pdfThread = new URL(`./pdfPages.${extension}`, import.meta.url);
serveExtraction(enterSandbox().port, { pdfThread });
