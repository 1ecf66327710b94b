import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { isValidElement, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './markdown.module.css';

/** Code with its language and a way to copy it; a diagram's source stays source. */
export function CodeBlock({ children }: { children?: ReactNode }) {
  const { t } = useTranslation(['chat', 'common']);
  const className = isValidElement(children)
    ? String((children as ReactElement<{ className?: string }>).props.className ?? '')
    : '';
  const language = /language-([\w+#.-]+)/.exec(className)?.[1] ?? '';
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <span>{language}</span>
        <CopyButton value={textOf(children)} timeout={2000}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('common:copied') : t('code.copy')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={copied ? t('common:copied') : t('code.copy')}
                onClick={copy}
              >
                {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{children}</pre>
    </div>
  );
}

function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  return isValidElement(node) ? textOf((node as ReactElement<{ children?: ReactNode }>).props.children) : '';
}
