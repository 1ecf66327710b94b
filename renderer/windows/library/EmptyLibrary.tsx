import { Button, Group } from '@mantine/core';
import { IconBooks, IconFileOff, IconFilePlus, IconFolderPlus, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useIngest } from './useIngest.ts';

interface EmptyLibraryProps {
  isBusy: boolean;
  onAdd(what: 'files' | 'folder'): void;
}

export function EmptyLibrary({ isBusy, onAdd }: EmptyLibraryProps) {
  const { t } = useTranslation('library');
  const sample = useConnection().info()?.sampleLibrary ?? null;
  const ingest = useIngest();
  if (isBusy)
    return <EmptyState icon={<IconBooks size={28} />} title={t('empty.busyTitle')} text={t('empty.busy')} />;
  return (
    <EmptyState icon={<IconBooks size={28} />} title={t('empty.title')} text={t('empty.text')}>
      <Group justify="center" gap="xs">
        <Button leftSection={<IconFolderPlus size={16} />} onClick={() => onAdd('folder')}>
          {t('add.folder')}
        </Button>
        <Button variant="default" leftSection={<IconFilePlus size={16} />} onClick={() => onAdd('files')}>
          {t('add.files')}
        </Button>
      </Group>
      {sample && (
        <Button variant="subtle" onClick={() => ingest.addPaths([sample], null)}>
          {t('empty.sample')}
        </Button>
      )}
    </EmptyState>
  );
}

interface NothingLikeThatProps {
  isMissing: boolean;
  onReset(): void;
}

export function NothingLikeThat({ isMissing, onReset }: NothingLikeThatProps) {
  const { t } = useTranslation('library');
  return (
    <EmptyState
      icon={isMissing ? <IconFileOff size={26} /> : <IconSearch size={26} />}
      title={isMissing ? t('empty.noneMissingTitle') : t('empty.noneTitle')}
      text={isMissing ? t('empty.noneMissing') : t('empty.none')}
    >
      <Button variant="light" onClick={onReset}>
        {t('filters.reset')}
      </Button>
    </EmptyState>
  );
}
