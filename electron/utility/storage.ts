// A thread of the engine: the one writing connection.
import { enterThread } from '@adiuva/engine/ports';
import { serveStorage } from '@adiuva/engine/serve/storage';

const { port, init } = enterThread();
serveStorage(port, { path: String(init.path) });
