import { enterSandbox } from '@adiuva/engine/ports';
import { serveOcr } from '@adiuva/engine/serve/ocr';

const { port, init } = enterSandbox();
serveOcr(port, { modelsFolder: String(init.modelsFolder) });
