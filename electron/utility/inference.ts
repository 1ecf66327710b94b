import { serveInference } from '@adiuva/engine/serve/inference';
import { enterUtility } from './enterUtility.ts';

const { port, init } = await enterUtility();
serveInference(port, { modelsFolder: String(init.modelsFolder) });
