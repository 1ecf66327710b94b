import { powerMonitor } from 'electron';
import type { PowerState } from '../processes/index.ts';

/** A machine that has been awake this long after it said that it goes to sleep has not slept, or did not say it woke. */
const longestGoodnightMs = 60_000;

/** Tells how the machine is powered, now and whenever it changes. */
export function watchPower(onState: (state: PowerState) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const awake = (): void => {
    clearTimeout(timer);
    onState(powerMonitor.isOnBatteryPower() ? 'battery' : 'mains');
  };
  powerMonitor.on('suspend', () => {
    clearTimeout(timer);
    timer = setTimeout(awake, longestGoodnightMs);
    onState('suspended');
  });
  powerMonitor.on('resume', awake);
  powerMonitor.on('on-battery', awake);
  powerMonitor.on('on-ac', awake);
  awake();
}
