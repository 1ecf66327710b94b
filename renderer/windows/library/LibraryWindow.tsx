import type { DocumentSummary, SearchMode } from '@adiuva/contracts/rpc';
import { Center, Drawer, Loader } from '@mantine/core';
import { useDebouncedValue, useElementSize, useHotkeys, useSessionStorage } from '@mantine/hooks';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useCommand } from '../../frame/commands.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useApp } from '../../frame/useApp.ts';
import { useErrorWords } from '../../messages/index.ts';
import { DocumentMenu, type OpenMenu } from './DocumentMenu.tsx';
import { DocumentTable } from './DocumentTable.tsx';
import { DropAnywhere } from './DropAnywhere.tsx';
import { EmptyLibrary, NothingLikeThat } from './EmptyLibrary.tsx';
import { IngestPanel } from './IngestPanel.tsx';
import { type LibraryDialog, LibraryDialogs } from './LibraryDialogs.tsx';
import { LibraryHead, type LibraryLook } from './LibraryHead.tsx';
import { LibrarySidebar } from './LibrarySidebar.tsx';
import classes from './library.module.css';
import { isNarrowed, type LibraryFilter, listInput, searchFilters, wholeLibrary } from './libraryFilter.ts';
import { PassageList } from './PassageList.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import {
  everything,
  isSelected,
  nothing,
  rangeBetween,
  selectedCount,
  toggled,
  withIds,
} from './selection.ts';
import { oneTarget, selectedTargets } from './targets.ts';
import { useBases } from './useBases.ts';
import { useDocumentActions } from './useDocumentActions.tsx';
import { useDocumentRows } from './useDocumentRows.ts';
import { useIngest } from './useIngest.ts';
import { useMissingCount } from './useMissingCount.ts';
import { passagesAtOnce, usePassages } from './usePassages.ts';
import { useRunningFiles } from './useRunningFiles.ts';
import { ThumbnailContext, useThumbnailStore } from './useThumbnails.ts';
import { useWatchedFolders } from './useWatchedFolders.ts';

const sidebarFrom = 820;

/** Everything that was read: its documents, and the passages in them. */
export function LibraryWindow() {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const { viewer } = useApp();
  const { fail } = useNotices();
  const words = useErrorWords();
  const ingest = useIngest();
  const { ref: box, width } = useElementSize();
  const field = useRef<HTMLInputElement>(null);
  const [filter, setFilterState] = useSessionStorage<LibraryFilter>({
    key: 'adiuva-library',
    defaultValue: wholeLibrary,
  });
  const [look, setLook] = useState<LibraryLook>('documents');
  const [query, setQuery] = useState('');
  const [mode, setMode] = useState<SearchMode>('hybrid');
  const [limit, setLimit] = useState(passagesAtOnce);
  const [selection, setSelection] = useState(nothing);
  const [dialog, setDialog] = useState<LibraryDialog | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  const [menu, setMenu] = useState<OpenMenu | null>(null);

  const [asked] = useDebouncedValue(filter, 150);
  const input = useMemo(() => listInput(asked), [asked]);
  const rows = useDocumentRows(input);
  const [askedQuery] = useDebouncedValue(query, 350);
  const passages = usePassages(look === 'passages' ? askedQuery : '', mode, searchFilters(asked), limit);
  const bases = useBases();
  const folders = useWatchedFolders();
  const running = useRunningFiles();
  const missing = useMissingCount();
  const thumbnails = useThumbnailStore();

  const total = rows.total() ?? 0;
  const chosen = selectedCount(selection, total);
  const clear = useCallback(() => setSelection(nothing), []);
  const actions = useDocumentActions(clear);
  const targets = useMemo(
    () => selectedTargets(client, input, selection, chosen),
    [client, input, selection, chosen],
  );

  const setFilter = useCallback(
    (next: LibraryFilter) => {
      setFilterState(next);
      setSelection(nothing);
    },
    [setFilterState],
  );
  const add = (what: 'files' | 'folder') => setDialog({ kind: 'add', what });

  const onToggle = useCallback(({ id }: DocumentSummary) => setSelection((now) => toggled(now, id)), []);
  const onAll = useCallback((isChosen: boolean) => setSelection(isChosen ? everything : nothing), []);
  const onRange = useCallback(
    async (from: number, to: number) => {
      const { start, end } = rangeBetween(from, to);
      const here = Array.from({ length: end - start }, (_, at) => rows.rowAt(start + at)?.id);
      try {
        // What lies between may never have been on the screen.
        const ids = here.every((id) => id !== undefined)
          ? here
          : (
              await client.call('library.list', { ...input, offset: start, limit: end - start })
            ).documents.map(({ id }) => id);
        setSelection((now) => withIds(now, ids, true));
      } catch (error) {
        fail(error);
      }
    },
    [rows, client, input, fail],
  );

  const focusSearch = () => {
    field.current?.focus();
    field.current?.select();
  };
  useHotkeys([['/', focusSearch]]);
  useCommand({
    id: 'library.addFiles',
    label: t('add.files'),
    group: 'actions',
    shortcut: 'mod+O',
    run: () => add('files'),
  });
  useCommand({
    id: 'library.addFolder',
    label: t('add.folder'),
    group: 'actions',
    shortcut: 'mod+shift+O',
    run: () => add('folder'),
  });
  useCommand({
    id: 'library.search',
    label: t('search.command'),
    group: 'actions',
    // With a document open the key finds in that.
    shortcut: viewer ? '/' : 'mod+F',
    run: focusSearch,
  });
  useCommand({
    id: 'library.newBase',
    label: t('bases.create'),
    group: 'actions',
    run: () => setDialog({ kind: 'name', base: null }),
  });
  useCommand(
    total > 0
      ? { id: 'library.selectAll', label: t('table.selectAll'), group: 'actions', run: () => onAll(true) }
      : null,
  );
  const hasSidebar = width >= sidebarFrom;
  const error = rows.error();
  const isEmpty = bases.isLoaded && bases.documents === 0 && rows.total() === 0 && !isNarrowed(filter);

  const sidebar = (
    <LibrarySidebar
      bases={bases}
      folders={folders}
      missing={missing}
      filter={filter}
      onFilter={(next) => {
        setFilter(next);
        setDrawn(false);
        if (look === 'passages' && next.isMissing) setLook('documents');
      }}
      onDialog={setDialog}
      onAddFolder={() => add('folder')}
    />
  );

  return (
    <ThumbnailContext value={thumbnails}>
      <div ref={box} className={classes.library} data-with-sidebar={hasSidebar}>
        <LibraryHead
          field={field}
          filter={filter}
          onFilter={setFilter}
          bases={bases}
          showsBases={!hasSidebar}
          look={look}
          onLook={setLook}
          query={query}
          onQuery={(next) => {
            setQuery(next);
            setLimit(passagesAtOnce);
          }}
          mode={mode}
          onMode={setMode}
          onAdd={add}
          onSidebar={hasSidebar ? null : () => setDrawn(true)}
          total={rows.total()}
        />
        {hasSidebar && sidebar}
        <div className={classes.content}>
          {look === 'passages' ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <section className={classes.scroll} tabIndex={0} aria-label={t('passages.label')}>
              <PassageList
                passages={passages}
                canShowMore={
                  (passages.output?.results.length ?? 0) >= limit &&
                  limit < 200 &&
                  (passages.output?.total ?? 0) > limit
                }
                onMore={() => setLimit((before) => Math.min(200, before + passagesAtOnce))}
              />
            </section>
          ) : error !== null ? (
            <div className={classes.scroll}>
              <ErrorNotice message={words(error)} onRetry={rows.refresh} />
            </div>
          ) : isEmpty ? (
            <div className={classes.scroll}>
              <EmptyLibrary onAdd={add} isBusy={ingest.runs.some(({ state }) => state === 'running')} />
            </div>
          ) : (
            <>
              {chosen > 0 && (
                <SelectionBar
                  targets={targets}
                  actions={actions}
                  isMissing={filter.isMissing}
                  canRetry={filter.status === 'failed'}
                  onTags={() => setDialog({ kind: 'tags', targets })}
                  onMove={() => setDialog({ kind: 'move', targets })}
                  onClear={clear}
                />
              )}
              {rows.total() === null ? (
                <Center h="100%">
                  <Loader size="sm" aria-label={t('table.loading')} />
                </Center>
              ) : total === 0 ? (
                <NothingLikeThat
                  isMissing={filter.isMissing}
                  onReset={() =>
                    setFilter({ ...wholeLibrary, sort: filter.sort, isDescending: filter.isDescending })
                  }
                />
              ) : (
                <div className={classes.table}>
                  <DocumentTable
                    rows={rows}
                    filter={filter}
                    onFilter={setFilter}
                    selection={selection}
                    onToggle={onToggle}
                    onRange={onRange}
                    onAll={onAll}
                    running={running}
                    onOpen={actions.open}
                    onDetails={(document) => actions.show(document, 'details')}
                    onRemove={(document) =>
                      actions.remove(
                        chosen > 1 && isSelected(selection, document.id) ? targets : oneTarget(document),
                      )
                    }
                    onMenu={(document, at) =>
                      setMenu({
                        document,
                        at,
                        targets:
                          chosen > 1 && isSelected(selection, document.id) ? targets : oneTarget(document),
                      })
                    }
                  />
                </div>
              )}
            </>
          )}
          <IngestPanel running={running} />
        </div>
      </div>
      <DocumentMenu
        menu={menu}
        onClose={() => setMenu(null)}
        actions={actions}
        onTags={(given) => setDialog({ kind: 'tags', targets: given })}
        onMove={(given) => setDialog({ kind: 'move', targets: given })}
      />
      {!hasSidebar && (
        <Drawer
          opened={isDrawn}
          onClose={() => setDrawn(false)}
          size={280}
          title={t('title')}
          closeButtonProps={{ 'aria-label': t('common:close') }}
          classNames={{ body: classes.drawer }}
        >
          {sidebar}
        </Drawer>
      )}
      <DropAnywhere kb={filter.kb} />
      <LibraryDialogs
        dialog={dialog}
        bases={bases}
        folders={folders}
        kb={filter.kb}
        onClose={() => setDialog(null)}
        onDone={clear}
        onShow={(change) => {
          setLook('documents');
          setFilter({ ...wholeLibrary, ...change });
        }}
      />
    </ThumbnailContext>
  );
}
