import { denyNetwork } from '@adiuva/engine/ports';
import { serveOcr } from '@adiuva/engine/serve/ocr';
import { enterUtility } from './enterUtility.ts';

denyNetwork();
const { port, init } = await enterUtility();
serveOcr(port, { modelsFolder: String(init.modelsFolder) });
