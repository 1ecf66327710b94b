import { Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useCallback, useRef, useState } from 'react';
import classes from './App.module.css';
import { useConnectionState } from './client/index.ts';
import { ClosedNotice } from './components/ClosedNotice.tsx';
import { ConnectionBadge } from './components/ConnectionBadge.tsx';
import { AskWindow } from './windows/ask/AskWindow.tsx';
import { LibraryWindow } from './windows/library/LibraryWindow.tsx';
import { SearchWindow } from './windows/search/SearchWindow.tsx';
import { SourcePanel, type SourceTarget } from './windows/source/SourcePanel.tsx';

export function App() {
  const state = useConnectionState();
  const [tab, setTab] = useState<string | null>('library');
  const [source, setSource] = useState<SourceTarget | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const searchField = useRef<HTMLInputElement>(null);

  const openSource = useCallback((target: SourceTarget) => {
    if (document.activeElement instanceof HTMLElement) opener.current = document.activeElement;
    setSource(target);
  }, []);

  const closeSource = useCallback(() => {
    setSource(null);
    opener.current?.focus();
  }, []);

  useHotkeys([
    [
      '/',
      () => {
        setTab('search');
        requestAnimationFrame(() => searchField.current?.focus());
      },
    ],
  ]);

  if (state === 'refused') return <ClosedNotice reason="expired" />;
  return (
    <div className={`${classes.page} ${source ? classes.withPanel : ''}`}>
      <main className={classes.column}>
        <header className={classes.header}>
          <h1 className={classes.brand}>
            <img src="/icon.svg" alt="" width={28} height={28} />
            Adiuva
          </h1>
          <ConnectionBadge />
        </header>
        <Tabs value={tab} onChange={setTab} keepMounted>
          <Tabs.List mb="lg">
            <Tabs.Tab value="library">Library</Tabs.Tab>
            <Tabs.Tab value="search">Search</Tabs.Tab>
            <Tabs.Tab value="ask">Ask</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="library">
            <LibraryWindow onOpen={openSource} />
          </Tabs.Panel>
          <Tabs.Panel value="search">
            <SearchWindow field={searchField} onOpen={openSource} />
          </Tabs.Panel>
          <Tabs.Panel value="ask">
            <AskWindow onOpen={openSource} />
          </Tabs.Panel>
        </Tabs>
      </main>
      {source && (
        <div className={classes.panel}>
          <SourcePanel target={source} onClose={closeSource} />
        </div>
      )}
    </div>
  );
}
