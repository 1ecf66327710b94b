import { ActionIcon, Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core';
import { IconFolder, IconFolderPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../client/index.ts';
import { usePathPrompt } from '../../components/usePathPrompt.tsx';
import { useNotices } from '../../frame/notices.tsx';

export interface Sources {
  folders: readonly string[];
  /** The path of the sample library, when it is wanted. */
  sample: string | null;
}

interface ChooseSourcesProps {
  value: Sources;
  onChange(value: Sources): void;
}

/** Which folders are read and followed, or a few documents to try it on. */
export function ChooseSources({ value, onChange }: ChooseSourcesProps) {
  const { t } = useTranslation(['welcome', 'common']);
  const { info } = useConnection();
  const shell = useShell();
  const { fail } = useNotices();
  const askPath = usePathPrompt();
  const sample = info()?.sampleLibrary ?? null;

  async function add(): Promise<void> {
    const paths = shell
      ? (await shell.call('shell.pickFiles', { kind: 'folder' })).paths
      : [await askPath({ title: t('sources.add'), label: t('sources.path'), action: t('sources.add') })];
    const given = paths.filter((path): path is string => path !== null);
    onChange({ ...value, folders: [...new Set([...value.folders, ...given])] });
  }

  return (
    <Stack gap="sm" mt="sm">
      <Text>{t('sources.text')}</Text>
      {value.folders.length > 0 && (
        <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
          {value.folders.map((folder) => (
            <Paper key={folder} component="li" withBorder px="sm" py={6}>
              <Group wrap="nowrap" justify="space-between">
                <Group wrap="nowrap" gap="xs" miw={0} align="flex-start">
                  <IconFolder size={18} style={{ flex: 'none' }} aria-hidden />
                  {/* The end of a path says which folder it is. */}
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {folder}
                  </Text>
                </Group>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  style={{ flex: 'none' }}
                  aria-label={t('sources.remove', { folder })}
                  onClick={() =>
                    onChange({ ...value, folders: value.folders.filter((one) => one !== folder) })
                  }
                >
                  <IconX size={16} />
                </ActionIcon>
              </Group>
            </Paper>
          ))}
        </Stack>
      )}
      <Button
        variant={value.folders.length > 0 ? 'default' : 'filled'}
        leftSection={<IconFolderPlus size={18} />}
        w="fit-content"
        onClick={() => void add().catch(fail)}
      >
        {t('sources.add')}
      </Button>
      {sample !== null && (
        <Checkbox
          label={t('sources.sample')}
          description={t('sources.sampleText')}
          checked={value.sample !== null}
          onChange={(event) => onChange({ ...value, sample: event.currentTarget.checked ? sample : null })}
        />
      )}
      <Text size="sm" c="dimmed">
        {t('sources.promise')}
      </Text>
    </Stack>
  );
}
