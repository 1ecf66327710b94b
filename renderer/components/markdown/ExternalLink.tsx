import type { ReactNode } from 'react';
import classes from './markdown.module.css';
import { addressHost, safeAddress } from './safeAddress.ts';
import { useOpenExternal } from './useOpenExternal.tsx';

interface ExternalLinkProps {
  address: string;
  title?: string | undefined;
  children?: ReactNode;
}

/** A way out of the app, which shows where it leads and asks before. */
export function ExternalLink({ address, title, children }: ExternalLinkProps) {
  const open = useOpenExternal();
  const safe = safeAddress(address);
  if (safe === null) return <span>{children}</span>;
  return (
    <a
      className={classes.link}
      href={safe}
      title={title ? `${title} – ${addressHost(safe)}` : safe}
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      draggable={false}
      onClick={(event) => {
        event.preventDefault();
        open(safe);
      }}
      // The middle button would open it past the question.
      onAuxClick={(event) => event.preventDefault()}
    >
      {children}
    </a>
  );
}
