import { enterSandbox } from '#ports';
import { serveOcr } from '../../serve/serveOcr.ts';

const { port, init } = enterSandbox();
serveOcr(port, { modelsFolder: String(init.modelsFolder) });
