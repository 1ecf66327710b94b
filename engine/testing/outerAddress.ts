import { networkInterfaces } from 'node:os';

/**
 * An address of this machine that is not its loopback: what listens there stands for the rest of the world. Undefined
 * where there is no network at all.
 */
export const outerAddress: string | undefined = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
