import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Command, useCommands, useShortcut } from './commands.ts';
import { Keys } from './Keys.tsx';

export const [paletteStore, palette] = createSpotlight();

const focusBackMs = 60;

export const paletteShortcut = 'mod+K';

/** Everything that can be done now, found by its name. */
export function CommandPalette() {
  const { t } = useTranslation();
  const commands = useCommands();
  useShortcut(paletteShortcut, palette.open);
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
      // Its own would not hear the key from within a text field, where people are most of the time.
      shortcut={null}
      attributes={{ content: { 'aria-label': t('palette.open') } }}
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
    rightSection: shortcut ? <Keys shortcut={shortcut} isHidden /> : undefined,
    // The palette gives the focus back as it goes; what opens a dialog must find it there.
    onClick: () => setTimeout(run, focusBackMs),
  };
}
