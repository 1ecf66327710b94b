// Preloaded into every process of a test (NODE_OPTIONS): writes a line for each connection and look-up it asks for.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const file = process.env.ADIUVA_CONNECTION_LOG;
const note = (what) => {
  try {
    appendFileSync(file, `${process.pid} ${what}\n`);
  } catch {
    // A process that may not write tells it on its standard error, which its host is asked to pass on.
    process._rawDebug(`watched: ${process.pid} ${what}`);
  }
};
note(`started ${process.argv[1] ?? ''}`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const options = typeof args[0] === 'object' ? args[0] : {};
  const target = Array.isArray(options) ? options[0] : options;
  if (!target.path) note(`connect ${target.host ?? args[1] ?? ''}:${target.port ?? args[0]}`);
  return connect.apply(this, args);
};
for (const holder of [dns, dns.promises]) {
  for (const name of Object.keys(holder).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    const original = holder[name];
    if (typeof original !== 'function') continue;
    holder[name] = function (...args) {
      note(`look-up ${name} ${args[0]}`);
      return original.apply(this, args);
    };
  }
}
const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...args) {
  note('datagram');
  return send.apply(this, args);
};
syncBuiltinESMExports();
