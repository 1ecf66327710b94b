import { Group, Kbd } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands } from './commands.ts';
import { shortcutKeys } from './shortcutKeys.ts';

export const [paletteStore, palette] = createSpotlight();

/** Everything that can be done now, found by its name. */
export function CommandPalette() {
  const { t } = useTranslation();
  const commands = useCommands();
  const actions = (['go', 'actions'] as const)
    .map((group) => ({
      group: t(`palette.${group}`),
      actions: commands.filter((command) => command.group === group).map(toAction),
    }))
    .filter(({ actions: given }) => given.length > 0);
  return (
    <Spotlight
      store={paletteStore}
      actions={actions}
      shortcut="mod+K"
      nothingFound={t('palette.nothing')}
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}

function toAction({ id, label, shortcut, icon, run }: Command) {
  return {
    id,
    label,
    leftSection: icon,
    rightSection: shortcut ? (
      <Group gap={4} wrap="nowrap" aria-hidden>
        {shortcutKeys(shortcut).map((key) => (
          <Kbd key={key} size="xs">
            {key}
          </Kbd>
        ))}
      </Group>
    ) : undefined,
    onClick: run,
  };
}
