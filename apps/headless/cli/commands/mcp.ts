import { serveMcpOverStdio } from '@adiuva/engine/mcp';
import type { CommandContext } from '../commandContext.ts';

/** Stdout carries the protocol alone until the client goes away. */
export async function mcp(context: CommandContext): Promise<void> {
  const { client } = await context.link({ stays: true });
  await serveMcpOverStdio(client, { signal: context.signal });
}
