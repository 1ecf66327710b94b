import { enterProcess } from '#ports';
import { serveInference } from '../../serve/serveInference.ts';

const { port, init } = enterProcess();
serveInference(port, { modelsFolder: String(init.modelsFolder) });
