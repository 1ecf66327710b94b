import { Button, FileButton, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconFolderOpen, IconUpload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useFormat } from '../../messages/index.ts';
import { BaseField } from './BaseField.tsx';
import { cleanRules, FolderRules } from './FolderRules.tsx';
import type { Bases } from './useBases.ts';
import { useIngest } from './useIngest.ts';

interface AddDialogProps {
  kind: 'files' | 'folder';
  bases: Bases;
  /** The knowledge base that is looked at. */
  kb: string | null;
  onClose(): void;
}

/** Files or a folder, where they go, and whether the folder is watched from then on. */
export function AddDialog({ kind, bases, kb: shownBase, onClose }: AddDialogProps) {
  const { t } = useTranslation(['library', 'common']);
  const { info } = useConnection();
  const shell = useShell();
  const ingest = useIngest();
  const { fail } = useNotices();
  const { bytes } = useFormat();
  const [kb, setKb] = useState(shownBase);
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [typed, setTyped] = useState('');
  const [isWatched, setWatched] = useState(true);
  const [rules, setRules] = useState<Parameters<typeof cleanRules>[0]>({ ignore: [], kinds: null });
  const largest = info()?.maxUploadBytes ?? 0;
  const base = kb?.trim() || null;
  const named = typed.trim().replace(/^(["'])(.*)\1$/, '$2');
  const chosen = shell ? paths : [...(named === '' ? [] : [named])];

  function pick(): void {
    void shell?.call('shell.pickFiles', { kind }).then(({ paths: given }) => {
      if (given.length > 0) setPaths(given);
    }, fail);
  }

  function add(event: FormEvent): void {
    event.preventDefault();
    if (kind === 'folder' && isWatched)
      for (const path of chosen) ingest.watch(path, base, cleanRules(rules));
    else if (chosen.length > 0) ingest.addPaths(chosen, base);
    if (files.length > 0) ingest.addFiles(files, base);
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={kind === 'files' ? t('add.files') : t('add.folder')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={add}>
        <Stack>
          {shell ? (
            <div>
              <Button
                variant="default"
                leftSection={<IconFolderOpen size={16} />}
                onClick={pick}
                data-autofocus
              >
                {kind === 'files' ? t('add.pickFiles') : t('add.pickFolder')}
              </Button>
              <Chosen names={paths} />
            </div>
          ) : (
            <>
              {kind === 'files' && (
                <div>
                  <FileButton onChange={setFiles} multiple>
                    {(props) => (
                      <Button
                        {...props}
                        variant="default"
                        leftSection={<IconUpload size={16} />}
                        data-autofocus
                      >
                        {t('add.pickFiles')}
                      </Button>
                    )}
                  </FileButton>
                  <Chosen names={files.map(({ name }) => name)} />
                  <Text size="xs" c="dimmed" mt={4}>
                    {t('add.sent', { size: bytes(largest) })}
                  </Text>
                </div>
              )}
              <TextInput
                {...(kind === 'folder' && { 'data-autofocus': true })}
                label={kind === 'files' ? t('add.orPath') : t('add.folderPath')}
                placeholder={kind === 'files' ? '/home/me/report.pdf' : '/home/me/Documents'}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                spellCheck={false}
                autoComplete="off"
              />
            </>
          )}
          <BaseField bases={bases} value={kb} onChange={setKb} />
          {kind === 'folder' && (
            <>
              <Switch
                label={t('add.watch')}
                description={t('add.watchHow')}
                checked={isWatched}
                onChange={(event) => setWatched(event.currentTarget.checked)}
              />
              {isWatched && <FolderRules rules={rules} onChange={setRules} />}
            </>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={chosen.length + files.length === 0}>
              {t('add.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const named = 3;

function Chosen({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('library');
  if (names.length === 0) return null;
  return (
    <Text size="sm" mt={6} role="status" style={{ overflowWrap: 'anywhere' }}>
      <bdi>{names.slice(0, named).join(', ')}</bdi>
      {names.length > named && ` ${t('add.andMore', { count: names.length - named })}`}
    </Text>
  );
}
