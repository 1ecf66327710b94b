import type { EngineContract } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';

/** A connection to the engine, with the rights of whoever it was opened for. */
export type EngineClient = Client<EngineContract>;
