import { describeLocator } from '@adiuva/contracts';

/** Where a locator points, in words. */
export function usePlaceWords(): typeof describeLocator {
  return describeLocator;
}
