import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconCheckbox, IconRefresh, IconSearch, IconUnderline } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../../../../frame/shortcutKeys.ts';
import { ExportMenu } from '../ExportMenu.tsx';
import classes from './transcript.module.css';

interface TranscriptToolsProps {
  /** What stands at the left: how many segments there are. */
  children: ReactNode;
  showsUnsure: boolean;
  /** Null where the model gives no confidence. */
  onUnsure: (() => void) | null;
  isChoosing: boolean;
  onChoosing(): void;
  onFind(): void;
  onAgain(): void;
}

/** Ways to look at the words, and what can be done with all of them. */
export function TranscriptTools(props: TranscriptToolsProps) {
  const { t } = useTranslation('recording');
  return (
    <div className={classes.tools} role="toolbar" aria-label={t('tools.label')}>
      {props.children}
      <Group gap={2} wrap="nowrap">
        <Tool
          label={t('tools.find')}
          shortcut="mod+F"
          icon={<IconSearch size={16} />}
          onClick={props.onFind}
        />
        {props.onUnsure && (
          <Tool
            label={t('tools.unsure')}
            icon={<IconUnderline size={16} />}
            isOn={props.showsUnsure}
            onClick={props.onUnsure}
          />
        )}
        <Tool
          label={t('tools.choose')}
          icon={<IconCheckbox size={16} />}
          isOn={props.isChoosing}
          onClick={props.onChoosing}
        />
        <Tool label={t('again.title')} icon={<IconRefresh size={16} />} onClick={props.onAgain} />
        <ExportMenu />
      </Group>
    </div>
  );
}

interface ToolProps {
  label: string;
  shortcut?: string;
  icon: ReactNode;
  /** Only of what is on or off. */
  isOn?: boolean;
  onClick(): void;
}

function Tool({ label, shortcut, icon, isOn, onClick }: ToolProps) {
  return (
    <Tooltip label={shortcut ? `${label} (${shortcutKeys(shortcut).join(' ')})` : label} openDelay={400}>
      <ActionIcon
        variant={isOn ? 'light' : 'subtle'}
        color={isOn ? 'teal' : 'gray'}
        aria-label={label}
        aria-pressed={isOn}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
