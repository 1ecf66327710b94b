import type { Driver } from './driver.ts';
import { electronDriver } from './electronDriver.ts';
import { headlessDriver } from './headlessDriver.ts';
import { standInDriver } from './standInDriver.ts';

export type { Ability, Driver, OpenedApp, WorkerRole } from './driver.ts';

/** Every way to run the app that there is; each says whether it can on this machine. */
export const drivers: readonly Driver[] = [electronDriver, standInDriver, headlessDriver];
