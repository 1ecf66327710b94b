import { denyNetwork } from '@adiuva/engine/ports';
import { serveExtraction } from '@adiuva/engine/serve/extraction';
import { enterUtility } from './enterUtility.ts';

denyNetwork();
const { port } = await enterUtility();
serveExtraction(port, { pdfThread: new URL('./pdfPages.js', import.meta.url) });
