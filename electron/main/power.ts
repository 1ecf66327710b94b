import { powerMonitor } from 'electron';
import type { PowerState } from '../processes/index.ts';

/** Tells how the machine is powered, now and whenever it changes. */
export function watchPower(onState: (state: PowerState) => void): void {
  const awake = (): PowerState => (powerMonitor.isOnBatteryPower() ? 'battery' : 'mains');
  powerMonitor.on('suspend', () => onState('suspended'));
  powerMonitor.on('resume', () => onState(awake()));
  powerMonitor.on('on-battery', () => onState('battery'));
  powerMonitor.on('on-ac', () => onState('mains'));
  onState(awake());
}
