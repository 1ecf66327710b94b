import type { DocumentSummary } from '@adiuva/contracts/rpc';
import { Kbd, Menu } from '@mantine/core';
import {
  IconArchive,
  IconCopy,
  IconEye,
  IconFolder,
  IconInfoCircle,
  IconLink,
  IconRefresh,
  IconReplace,
  IconSparkles,
  IconTags,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Targets } from './targets.ts';
import type { DocumentActions } from './useDocumentActions.tsx';

export interface OpenMenu {
  document: DocumentSummary;
  targets: Targets;
  at: { x: number; y: number };
}

interface DocumentMenuProps {
  menu: OpenMenu | null;
  onClose(): void;
  actions: DocumentActions;
  onTags(targets: Targets): void;
  onMove(targets: Targets): void;
}

const icon = { size: 16, 'aria-hidden': true } as const;

/** What can be done with a row: at the pointer, or at the row for the keyboard. */
export function DocumentMenu({ menu, onClose, actions, onTags, onMove }: DocumentMenuProps) {
  const { t } = useTranslation('library');
  if (!menu) return null;
  const { document, targets, at } = menu;
  const isOne = targets.count === 1;
  return (
    <Menu
      key={`${document.id} ${at.x} ${at.y}`}
      opened
      onChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      position="bottom-start"
      shadow="md"
      withinPortal
      returnFocus
    >
      <Menu.Target>
        <span style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown miw={220}>
        {isOne && (
          <>
            {document.chunks > 0 && (
              <Menu.Item
                leftSection={<IconEye {...icon} />}
                rightSection={<Kbd size="xs">Enter</Kbd>}
                onClick={() => actions.open(document)}
              >
                {t('menu.open')}
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconInfoCircle {...icon} />}
              rightSection={<Kbd size="xs">I</Kbd>}
              onClick={() => actions.show(document, 'details')}
            >
              {t('menu.details')}
            </Menu.Item>
            {document.chunks > 0 && (
              <Menu.Item
                leftSection={<IconSparkles {...icon} />}
                onClick={() => actions.show(document, 'similar')}
              >
                {t('menu.similar')}
              </Menu.Item>
            )}
            <Menu.Divider />
            {actions.showInFolder && (
              <Menu.Item
                leftSection={<IconFolder {...icon} />}
                onClick={() => actions.showInFolder?.(document)}
              >
                {t('menu.showInFolder')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => actions.copyPath(document)}>
              {t('menu.copyPath')}
            </Menu.Item>
            <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => actions.copyLink(document)}>
              {t('menu.copyLink')}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={<IconTags {...icon} />} onClick={() => onTags(targets)}>
          {t('menu.tags')}
        </Menu.Item>
        <Menu.Item leftSection={<IconReplace {...icon} />} onClick={() => onMove(targets)}>
          {t('menu.move')}
        </Menu.Item>
        {document.status === 'failed' && (
          <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={() => actions.retry(targets)}>
            {t('menu.retry')}
          </Menu.Item>
        )}
        {document.missingSince !== undefined && (
          <Menu.Item leftSection={<IconArchive {...icon} />} onClick={() => actions.keep(targets)}>
            {t('menu.keep')}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash {...icon} />}
          rightSection={<Kbd size="xs">Del</Kbd>}
          onClick={() => actions.remove(targets)}
        >
          {t('menu.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
