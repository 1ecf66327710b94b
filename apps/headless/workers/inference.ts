import { enterProcess } from '@adiuva/engine/ports';
import { serveInference } from '@adiuva/engine/serve/inference';

const { port, init } = enterProcess();
serveInference(port, { modelsFolder: String(init.modelsFolder) });
