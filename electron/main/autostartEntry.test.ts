import { expect, it } from 'vitest';
import { autostartEntry } from './autostartEntry.ts';

it('starts exactly the program, whatever its path is called', () => {
  const entry = autostartEntry(['/home/zoë/My "apps"/$HOME/100%/Adiuva.AppImage', '--hidden']);
  expect(entry.split('\n')).toContain(
    String.raw`Exec="/home/zoë/My \\"apps\\"/\\$HOME/100%%/Adiuva.AppImage" "--hidden"`,
  );
});
