import { type AppTarget, appLink, readAppLink } from '@adiuva/contracts';

/** A place in the app as the fragment of the window's address: `#/library`, `#/document/ID?at=…`. */
export function addressOf(target: AppTarget): string {
  return `#/${appLink(target).slice('adiuva://'.length)}`;
}

/** @returns null for a fragment that is no place */
export function placeOf(hash: string): AppTarget | null {
  return hash.startsWith('#/') ? readAppLink(`adiuva://${hash.slice(2)}`) : null;
}
