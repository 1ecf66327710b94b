export { createNetwork, type Gate, type Network, type NetworkEvent } from './createNetwork.ts';
export { isLoopback } from './loopback.ts';
