export type { Ability, Driver, OpenedApp, WorkerRole } from './driver.ts';
export { electronDriver } from './electronDriver.ts';
export { headlessDriver } from './headlessDriver.ts';
export { standInDriver } from './standInDriver.ts';
