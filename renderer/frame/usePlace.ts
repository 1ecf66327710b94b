import type { AppTarget } from '@adiuva/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { addressOf, placeOf } from '../client/index.ts';
import type { AppApi, Place, ViewerTarget } from './useApp.ts';

const start: Place = { view: 'chat' };

/** The window's place, kept in its address, so that reload, back and links lead where they should. */
export function usePlace(): AppApi {
  const [place, setPlace] = useState<Place>(start);
  const [viewer, setViewer] = useState<ViewerTarget | null>(null);
  const opener = useRef<HTMLElement | null>(null);

  const openDocument = useCallback((target: ViewerTarget) => {
    if (document.activeElement instanceof HTMLElement) opener.current = document.activeElement;
    setViewer(target);
  }, []);

  const closeDocument = useCallback(() => {
    setViewer(null);
    // After the panel is gone: what it covered can take the focus again.
    requestAnimationFrame(() => opener.current?.focus());
  }, []);

  const arrive = useCallback(
    (target: AppTarget) => {
      if (target.view === 'document') openDocument(target);
      else setPlace(target);
    },
    [openDocument],
  );

  const go = useCallback(
    (target: AppTarget) => {
      if (target.view !== 'document') {
        const address = addressOf(target);
        if (address !== location.hash) history.pushState(null, '', address);
      }
      arrive(target);
    },
    [arrive],
  );

  useEffect(() => {
    const follow = () => arrive(placeOf(location.hash) ?? start);
    follow();
    window.addEventListener('hashchange', follow);
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
      window.removeEventListener('popstate', follow);
    };
  }, [arrive]);

  return useMemo(
    () => ({ place, go, viewer, openDocument, closeDocument }),
    [place, go, viewer, openDocument, closeDocument],
  );
}
