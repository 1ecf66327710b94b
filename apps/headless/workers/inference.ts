import { serveInference } from '@adiuva/engine/serve';
import { childInit, childPort } from './childPort.ts';

serveInference(childPort(), childInit<Parameters<typeof serveInference>[1]>());
