import { enterThread } from '#ports';
import { serveStorage } from '../../serve/serveStorage.ts';

const { port, init } = enterThread();
serveStorage(port, { path: String(init.path) });
