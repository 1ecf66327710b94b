import { Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPhoto, IconQuestionMark, IconSquare, IconSquareCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './markdown.module.css';

/** Ends a sentence that no source supports, for the eye and for screen readers. */
export function UnsupportedEnd() {
  const { t } = useTranslation('chat');
  return (
    <Tooltip label={t('unsupported.hint')} multiline maw={300}>
      <span className={classes.unsupportedEnd}>
        <IconQuestionMark size={11} stroke={3} aria-hidden />
        <VisuallyHidden>{t('unsupported.spoken')}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}

/** Stands for a picture, which is never fetched. */
export function PictureMark({ children }: { children?: ReactNode }) {
  return (
    <span className={classes.picture}>
      <IconPhoto size={14} stroke={1.8} aria-hidden />
      {children}
    </span>
  );
}

/** An item of a list of tasks. */
export function TaskMark({ isDone }: { isDone: boolean }) {
  const { t } = useTranslation('chat');
  const Icon = isDone ? IconSquareCheck : IconSquare;
  return (
    <span role="img" className={classes.task} aria-label={isDone ? t('task.done') : t('task.open')}>
      <Icon size={17} stroke={1.8} aria-hidden />
    </span>
  );
}
