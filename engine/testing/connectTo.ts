import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import { type Client, createClient, createPortPair, type Port } from '@adiuva/wire';
import { localUser, type Principal } from '#base';

/** A client of an engine in the same process, over a port pair of its own. */
export function connectTo(
  engine: { connect(port: Port, caller: Principal): void },
  caller: Principal = localUser,
): Client<EngineContract> {
  const [near, far] = createPortPair();
  engine.connect(far, caller);
  return createClient(engineContract, near);
}
