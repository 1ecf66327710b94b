import type { AskScope, Attachment } from '@adiuva/contracts/rpc';
import { IconDatabase, IconFile, IconFileText } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../frame/useApp.ts';
import classes from './chat.module.css';
import { useDocumentNames } from './useDocumentNames.ts';

interface QuestionCardProps {
  text: string;
  scope: AskScope | null;
  attachments: readonly Attachment[];
  children?: ReactNode;
}

export const QuestionCard = memo(function QuestionCard({
  text,
  scope,
  attachments,
  children,
}: QuestionCardProps) {
  const { t } = useTranslation('chat');
  const { openDocument } = useApp();
  const names = useDocumentNames(scope?.documentIds ?? none);
  const hasScope = scope !== null && scope.knowledgeBases.length + scope.documentIds.length > 0;
  return (
    <article className={classes.question} aria-label={t('thread.question')}>
      <div className={classes.bubble}>
        {attachments.length > 0 && (
          <ul className={classes.chips} aria-label={t('attachments.label')}>
            {attachments.map(({ documentId, name }) => (
              <li key={documentId}>
                <button
                  type="button"
                  className={classes.chip}
                  title={name}
                  onClick={() => openDocument({ documentId, name })}
                >
                  <IconFile size={15} aria-hidden />
                  <span className={classes.chipName}>{name}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <p className={classes.questionText}>{text}</p>
        {hasScope && (
          <ul className={classes.chips} aria-label={t('scope.label')}>
            {scope.knowledgeBases.map((name) => (
              <li key={name} className={classes.chip}>
                <IconDatabase size={14} aria-hidden />
                <span className={classes.chipName}>{name}</span>
              </li>
            ))}
            {scope.documentIds.map((id) => (
              <li key={id} className={classes.chip}>
                <IconFileText size={14} aria-hidden />
                <span className={classes.chipName}>
                  {names.get(id) ?? (names.has(id) ? t('scope.unknown') : '…')}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {children}
    </article>
  );
});

const none: readonly string[] = [];
