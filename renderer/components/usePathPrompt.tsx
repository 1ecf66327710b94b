import { Button, Group, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface PathQuestion {
  title: string;
  label: string;
  action: string;
}

/** Asks for a path on the engine's machine, where the host has no dialog for it. Null when the person closes it. */
export function usePathPrompt(): (question: PathQuestion) => Promise<string | null> {
  const { t } = useTranslation();
  return useCallback(
    ({ title, label, action }) =>
      new Promise((resolve) => {
        const id = modals.open({
          title,
          closeButtonProps: { 'aria-label': t('close') },
          onClose: () => resolve(null),
          children: (
            <PathForm
              label={label}
              action={action}
              onPath={(path) => {
                resolve(path);
                modals.close(id);
              }}
            />
          ),
        });
      }),
    [t],
  );
}

function PathForm({ label, action, onPath }: Omit<PathQuestion, 'title'> & { onPath(path: string): void }) {
  const [path, setPath] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (path.trim() !== '') onPath(path.trim());
      }}
    >
      <TextInput
        label={label}
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        data-autofocus
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={path.trim() === ''}>
          {action}
        </Button>
      </Group>
    </form>
  );
}
