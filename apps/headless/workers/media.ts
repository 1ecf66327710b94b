import { enterSandbox } from '@adiuva/engine/ports';
import { serveMedia } from '@adiuva/engine/serve/media';

serveMedia(enterSandbox().port);
