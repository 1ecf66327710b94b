export type { SeenWindow } from './control.ts';
export { type LaunchedStandIn, launchStandIn, type RemoteControl } from './launch.ts';
