import { Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  /** What can be done with the whole of it, at the right of the title. */
  actions?: ReactNode;
  /** Stays in sight while the rest scrolls. */
  head?: ReactNode;
  children: ReactNode;
}

/** A view of the main window that is read from top to bottom. */
export function Page({ title, actions, head, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Group justify="space-between" wrap="wrap" gap="sm">
          <Title order={1} size="h3">
            {title}
          </Title>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {head}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.content} tabIndex={0} aria-label={title}>
        <div className={classes.column}>{children}</div>
      </section>
    </div>
  );
}
