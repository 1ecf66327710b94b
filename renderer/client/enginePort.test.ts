import { shellChannels } from '@adiuva/contracts/shell';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEnginePorts } from './enginePort.ts';

/** As much of a window as a port comes through. */
class PortMessage extends Event {
  readonly data = shellChannels.enginePort;
  readonly source = window;
  readonly ports: readonly MessagePort[];
  constructor(port: MessagePort) {
    super('message');
    this.ports = [port];
  }
}

beforeEach(() => vi.stubGlobal('window', new EventTarget()));
afterEach(() => vi.unstubAllGlobals());

const opened: MessagePort[] = [];
afterEach(() => {
  for (const port of opened.splice(0)) port.close();
});

/** A port as main hands it over, and its far end. */
function give(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  opened.push(port1, port2);
  window.dispatchEvent(new PortMessage(port1));
  return port2;
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

it('keeps a port that comes before it is asked for, and of several the last', async () => {
  const ports = createEnginePorts();
  const [first, second] = [give(), give()];
  const heard: unknown[] = [];
  let isFirstClosed = false;
  first.addEventListener('close', () => {
    isFirstClosed = true;
  });
  first.start();
  second.addEventListener('message', ({ data }) => heard.push(data));
  second.start();
  const port = await ports.next();
  port.postMessage('hello');
  await expect.poll(() => heard).toEqual(['hello']);
  // The engine does not keep one for a window that has another.
  await expect.poll(() => isFirstClosed).toBe(true);
});

it('gives out no port whose engine ended before it was asked for, but waits for the next', async () => {
  const ports = createEnginePorts();
  give().close();
  await settled();
  const next = ports.next();
  const heard: unknown[] = [];
  const far = give();
  far.addEventListener('message', ({ data }) => heard.push(data));
  far.start();
  (await next).postMessage('hello');
  await expect.poll(() => heard).toEqual(['hello']);
});

it('tells that a port closed also whom it is asked for afterwards', async () => {
  const ports = createEnginePorts();
  const next = ports.next();
  give().close();
  const port = await next;
  await settled();
  await new Promise<void>((resolve) => port.onClose(resolve));
});
