import type { Port } from '@adiuva/wire';
import { serveWriter } from '#storage';

/** The writing thread of the library at `path`, until the port closes. */
export function serveStorage(port: Port, { path }: { path: string }): void {
  serveWriter(port, path);
}
