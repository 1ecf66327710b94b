import { appLink } from '@adiuva/contracts';
import type { DocumentSummary } from '@adiuva/contracts/rpc';
import { Text } from '@mantine/core';
import { useModals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useApp, type ViewerTarget } from '../../frame/useApp.ts';
import { nameOf } from './libraryFilter.ts';
import { type Targets, withEach } from './targets.ts';
import { useIngest } from './useIngest.ts';

export interface DocumentActions {
  open(document: DocumentSummary): void;
  show(document: DocumentSummary, tab: NonNullable<ViewerTarget['tab']>): void;
  /** Null where there is no desktop to show it. */
  showInFolder: ((document: DocumentSummary) => void) | null;
  copyPath(document: DocumentSummary): void;
  copyLink(document: DocumentSummary): void;
  retry(targets: Targets): void;
  keep(targets: Targets): void;
  /** After a question that says what goes. */
  remove(targets: Targets): void;
}

/** What can be done with documents of the library. @param onDone hears when something was done with what is chosen */
export function useDocumentActions(onDone: () => void): DocumentActions {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const shell = useShell();
  const { openDocument, viewer, closeDocument } = useApp();
  const { tell, fail } = useNotices();
  const ingest = useIngest();
  const modals = useModals();

  const show: DocumentActions['show'] = (document, tab) =>
    openDocument({ documentId: document.id, name: nameOf(document), locator: null, tab });

  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(() => tell(t('common:copied')), fail);

  async function removeAll(targets: Targets): Promise<void> {
    try {
      const documents = await targets.read();
      const { done, error } = await withEach(documents, ({ id }) =>
        client.call('library.remove', { target: id }),
      );
      if (viewer && documents.some(({ id }) => id === viewer.documentId)) closeDocument();
      if (done > 0) tell(t('removed', { count: done }));
      if (error !== null) fail(error);
      onDone();
    } catch (error) {
      fail(error);
    }
  }

  return {
    open: (document) => show(document, document.chunks > 0 ? 'document' : 'details'),
    show,
    showInFolder: shell ? ({ path }) => void shell.call('shell.showInFolder', { path }).catch(fail) : null,
    copyPath: ({ path }) => copy(path),
    copyLink: ({ id }) => copy(appLink({ view: 'document', documentId: id })),
    retry(targets) {
      void targets.read().then((documents) => {
        const byBase = Map.groupBy(documents, ({ kb }) => kb);
        for (const [kb, own] of byBase)
          ingest.addPaths(
            own.map(({ path }) => path),
            kb,
          );
        onDone();
      }, fail);
    },
    keep(targets) {
      void targets
        .read()
        .then((documents) => withEach(documents, ({ id }) => client.call('library.keep', { target: id })))
        .then(({ done, error }) => {
          if (done > 0) tell(t('kept', { count: done }));
          if (error !== null) fail(error);
          onDone();
        }, fail);
    },
    remove(targets) {
      modals.openConfirmModal({
        title: targets.single
          ? t('remove.one', { name: nameOf(targets.single) })
          : t('remove.many', { count: targets.count }),
        children: <Text size="sm">{t('remove.what', { count: targets.count })}</Text>,
        labels: { confirm: t('remove.confirm'), cancel: t('common:cancel') },
        confirmProps: { color: 'red' },
        closeButtonProps: { 'aria-label': t('common:close') },
        onConfirm: () => void removeAll(targets),
      });
    },
  };
}
