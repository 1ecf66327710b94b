const key = 'adiuva-token';

/**
 * The token of this launch, from the address's fragment: no server, log or other page sees that part. It is taken
 * out of the address at once and kept for this tab alone, so that a reload still works.
 */
export function takeLaunchToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    sessionStorage.setItem(key, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(key);
}
