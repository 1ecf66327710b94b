import { denyNetwork } from '@adiuva/engine/ports';
import { serveMedia } from '@adiuva/engine/serve/media';
import { enterUtility } from './enterUtility.ts';

denyNetwork();
const { port } = await enterUtility();
serveMedia(port);
