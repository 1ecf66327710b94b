import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Takes the network from this process, or this thread: whatever a parser of somebody's file asks for, no connection
 * is made and no name is looked up. Node's permission model, under which workers run, knows files and processes but
 * no sockets. Native code could still open one; none that we load does.
 */
export function denyNetwork(): void {
  const refuse = (): never => {
    throw new Error('A worker that reads files has no network.');
  };
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  dgram.createSocket = refuse;
  dgram.Socket.prototype.send = refuse;
  const lookUps = /^(?:lookup|resolve|reverse)/;
  for (const target of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
    for (const name of Object.getOwnPropertyNames(target)) {
      if (lookUps.test(name)) Object.defineProperty(target, name, { value: refuse });
    }
  }
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'])
    Object.defineProperty(globalThis, name, { value: refuse, configurable: true });
  syncBuiltinESMExports();
}
