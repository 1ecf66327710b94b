import { Group, Kbd } from '@mantine/core';
import { shortcutKeys } from './shortcutKeys.ts';

interface KeysProps {
  shortcut: string;
  /** Beside a name that is read out already. */
  isHidden?: boolean;
}

/** A shortcut as it stands on this keyboard. */
export function Keys({ shortcut, isHidden = false }: KeysProps) {
  return (
    <Group component="span" gap={4} wrap="nowrap" justify="flex-end" aria-hidden={isHidden}>
      {shortcutKeys(shortcut).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </Group>
  );
}
