/** How the tests' side tells the process of main what to be; by the environment, which main hands on to nobody. */
export interface StandInSettings {
  appPath: string;
  chromium: string;
}

const name = 'ADIUVA_STAND_IN';

export function settingsEnvironment(settings: StandInSettings): Record<string, string> {
  return { [name]: JSON.stringify(settings) };
}

export function readSettings(): StandInSettings {
  const text = process.env[name];
  if (text === undefined) throw new Error('The stand-in for Electron is started by its driver.');
  delete process.env[name];
  return JSON.parse(text) as StandInSettings;
}
