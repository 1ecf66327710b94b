import { type RefObject, useEffect } from 'react';
import type { Player } from './player.ts';
import { isKeptByTarget, nextRate, playerAction } from './playerKeys.ts';

/**
 * The keys of the player, while the focus is in the panel around it or nowhere.
 * @param within any element of that panel
 */
export function usePlayerKeys(player: Player, within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const target = event.target instanceof Element ? event.target : document.body;
      const panel = within.current?.closest('aside');
      const isHere = target === document.body || (panel?.contains(target) ?? false);
      if (event.defaultPrevented || !isHere || isKeptByTarget(target, event.key)) return;
      if (document.querySelector('[aria-modal="true"], [role="menu"]')) return;
      const action = playerAction(event);
      if (!action) return;
      event.preventDefault();
      if (action.do === 'toggle') player.toggle();
      else if (action.do === 'skip') player.skip(action.ms);
      else if (action.do === 'rate') player.setRate(nextRate(player.state().rate, action.by));
      else player.setMuted(!player.state().isMuted);
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [player, within]);
}
