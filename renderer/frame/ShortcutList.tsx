import { Modal, Stack, Table, Text, Title } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paletteShortcut } from './CommandPalette.tsx';
import { useCommand, useCommands } from './commands.ts';
import { Keys } from './Keys.tsx';

/** Which keys do what, of all that can be done now. */
export function ShortcutList() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const label = t('palette.shortcuts');
  useCommand({
    id: 'help.shortcuts',
    label,
    group: 'actions',
    shortcut: 'shift+?',
    icon: <IconKeyboard size={18} aria-hidden />,
    run: () => setOpen(true),
  });
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title={label}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Shortcuts />
    </Modal>
  );
}

function Shortcuts() {
  const { t } = useTranslation();
  const commands = useCommands();
  const shown = [
    { id: 'palette', label: t('palette.open'), group: 'go', shortcut: paletteShortcut },
    ...commands,
  ];
  return (
    <Stack gap="md">
      {(['go', 'actions'] as const).map((group) => (
        <ShortcutTable
          key={group}
          title={t(`palette.${group}`)}
          rows={shown.flatMap(({ id, label, group: own, shortcut }) =>
            own === group && shortcut ? [{ id, label, shortcut }] : [],
          )}
        />
      ))}
      <Text size="sm" c="dimmed">
        {t('palette.shortcutsHelp')}
      </Text>
    </Stack>
  );
}

interface ShortcutTableProps {
  title: string;
  rows: readonly { id: string; label: string; shortcut: string }[];
}

function ShortcutTable({ title, rows }: ShortcutTableProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h6" id={id} mb={4}>
        {title}
      </Title>
      <Table aria-labelledby={id} fz="sm" verticalSpacing={6} horizontalSpacing={0}>
        <Table.Tbody>
          {rows.map(({ id: rowId, label, shortcut }) => (
            <Table.Tr key={rowId}>
              <Table.Th scope="row" fw={400}>
                {label}
              </Table.Th>
              <Table.Td ta="end" w="1%">
                <Keys shortcut={shortcut} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
