import type { AppTarget, ContainerStep, Locator } from '@adiuva/contracts';
import { createContext, useContext } from 'react';

/** A view of the main window; a document stands beside whichever is shown. */
export type View = Exclude<AppTarget['view'], 'document'>;
export type Place = Exclude<AppTarget, { view: 'document' }>;

/** What the viewer shows: a document, and the place in it; its beginning where there is none. */
export interface ViewerTarget {
  documentId: string;
  /** What is known before it is loaded. */
  name?: string | undefined;
  locator?: Locator | null | undefined;
  /** Instead of a place: the beginning of a file inside the document. */
  within?: readonly ContainerStep[] | undefined;
  /** Other places of the same answer or search in it, in their order; `locator` is one of them. */
  hits?: readonly Locator[] | undefined;
  /** What is shown first; the document itself unless told. */
  tab?: 'document' | 'summary' | 'details' | 'similar' | undefined;
}

export interface AppApi {
  place: Place;
  /** Goes there; a document opens beside the view. The browser's back leads back. */
  go(target: AppTarget): void;
  viewer: ViewerTarget | null;
  openDocument(target: ViewerTarget): void;
  closeDocument(): void;
}

export const AppContext = createContext<AppApi | null>(null);

/** Where the window is, and the ways from there. @throws Error outside of the frame */
export function useApp(): AppApi {
  const app = useContext(AppContext);
  if (!app) throw new Error('There is no frame above this component.');
  return app;
}
