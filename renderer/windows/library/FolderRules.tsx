import { type FileKind, fileKindSchema } from '@adiuva/contracts/rpc';
import { Chip, Group, Input, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FolderRules as Rules } from './useIngest.ts';

interface FolderRulesProps {
  rules: Rules;
  onChange(rules: Rules): void;
}

const kinds = fileKindSchema.options;

/** What of a folder is taken in: kinds of files, and lines as in a .gitignore. */
export function FolderRules({ rules, onChange }: FolderRulesProps) {
  const { t } = useTranslation('library');
  const chosen = rules.kinds ?? kinds;
  return (
    <Stack gap="sm">
      <Input.Wrapper label={t('folder.kinds')} labelElement="div">
        <Chip.Group
          multiple
          value={[...chosen]}
          onChange={(value) => {
            const given = kinds.filter((kind) => value.includes(kind));
            if (given.length > 0)
              onChange({ ...rules, kinds: given.length === kinds.length ? null : (given as FileKind[]) });
          }}
        >
          <Group gap={6} mt={4}>
            {kinds.map((kind) => (
              <Chip key={kind} value={kind} size="xs" variant="light">
                {t(`folder.kind.${kind}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Textarea
        label={t('folder.ignore')}
        description={t('folder.ignoreHow')}
        placeholder={'*.tmp\nDrafts/'}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={rules.ignore.join('\n')}
        onChange={(event) => onChange({ ...rules, ignore: event.currentTarget.value.split('\n') })}
      />
    </Stack>
  );
}

/** As the engine takes them. */
export function cleanRules({ ignore, kinds: given }: Rules): Rules {
  return { ignore: ignore.map((line) => line.trimEnd()).filter((line) => line.trim() !== ''), kinds: given };
}
