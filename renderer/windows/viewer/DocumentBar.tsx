import { ActionIcon, Group, NumberInput, SegmentedControl, Text, Tooltip } from '@mantine/core';
import {
  IconArrowAutofitWidth,
  IconChevronDown,
  IconChevronUp,
  IconSearch,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import classes from './viewer.module.css';

export type Look = 'text' | 'picture';

interface DocumentBarProps {
  look: Look;
  /** Null where there is but one way to look at it. */
  onLook: ((look: Look) => void) | null;
  /** 1 is as wide as there is room; null where nothing can be made larger. */
  zoom: number | null;
  onZoom(zoom: number): void;
  page: number;
  pages: number;
  kind: 'page' | 'part';
  onPage(page: number): void;
  onFind(): void;
}

const zoomStep = 1.25;
const zoomRange = { least: 0.4, most: 5 };

/** Ways to look at the document, and to move in it. */
export function DocumentBar(props: DocumentBarProps) {
  const { look, onLook, zoom, onZoom, page, pages, kind, onPage, onFind } = props;
  const { t } = useTranslation('viewer');
  const { number, share } = useFormat();
  const set = (next: number) => onZoom(Math.max(zoomRange.least, Math.min(zoomRange.most, next)));
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('bar')}>
      {onLook && (
        <SegmentedControl
          size="xs"
          aria-label={t('look.label')}
          data={(['picture', 'text'] as const).map((one) => ({ value: one, label: t(`look.${one}`) }))}
          value={look}
          onChange={(value) => onLook(value as Look)}
        />
      )}
      {pages > 1 && (
        <Group gap={2} wrap="nowrap">
          <Tool label={t(`${kind}.previous`)} isOff={page <= 1} onClick={() => onPage(page - 1)}>
            <IconChevronUp size={16} />
          </Tool>
          <NumberInput
            size="xs"
            w={56}
            hideControls
            aria-label={t(`${kind}.number`)}
            value={page}
            min={1}
            max={pages}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="strict"
            onChange={(value) => {
              const wanted = Number(value);
              if (Number.isInteger(wanted) && wanted >= 1 && wanted !== page) onPage(wanted);
            }}
          />
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {t('ofPages', { total: number(pages) })}
          </Text>
          <Tool label={t(`${kind}.next`)} isOff={page >= pages} onClick={() => onPage(page + 1)}>
            <IconChevronDown size={16} />
          </Tool>
        </Group>
      )}
      <Group gap={2} wrap="nowrap" ml="auto">
        {zoom !== null && (
          <>
            <Tool label={t('zoom.out')} isOff={zoom <= zoomRange.least} onClick={() => set(zoom / zoomStep)}>
              <IconZoomOut size={16} />
            </Tool>
            <Text size="xs" c="dimmed" miw={38} ta="center" role="status">
              {share(zoom)}
            </Text>
            <Tool label={t('zoom.in')} isOff={zoom >= zoomRange.most} onClick={() => set(zoom * zoomStep)}>
              <IconZoomIn size={16} />
            </Tool>
            <Tool label={t('zoom.fit')} isOff={zoom === 1} onClick={() => onZoom(1)}>
              <IconArrowAutofitWidth size={16} />
            </Tool>
          </>
        )}
        <Tool label={t('find.label')} isOff={false} onClick={onFind}>
          <IconSearch size={16} />
        </Tool>
      </Group>
    </div>
  );
}

interface ToolProps {
  label: string;
  isOff: boolean;
  onClick(): void;
  children: ReactNode;
}

function Tool({ label, isOff, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={isOff} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
