import type { ContainerStep } from '@adiuva/contracts';
import { useTranslation } from 'react-i18next';
import classes from './viewer.module.css';

/** The way from the file on disk to the file inside it that is shown. */
export function Containers({ file, within }: { file: string; within: readonly ContainerStep[] }) {
  const { t } = useTranslation('viewer');
  return (
    <nav aria-label={t('inside.label')} className={classes.containers}>
      <ol>
        <li title={file}>
          <bdi>{file}</bdi>
        </li>
        {within.map((step, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have an order and no other identity
            key={index}
            title={t(`inside.${step.kind}`, {
              name: step.name,
              outer: index === 0 ? file : (within[index - 1]?.name ?? ''),
            })}
            aria-current={index === within.length - 1 ? 'page' : undefined}
          >
            <bdi>{step.name}</bdi>
          </li>
        ))}
      </ol>
    </nav>
  );
}
