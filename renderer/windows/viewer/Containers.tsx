import type { ContainerStep } from '@adiuva/contracts';
import classes from './viewer.module.css';

const kinds = { archive: 'in the archive', attachment: 'attached to', embedded: 'embedded in' } as const;

/** The way from the file on disk to the file inside it that is shown. */
export function Containers({ file, within }: { file: string; within: readonly ContainerStep[] }) {
  return (
    <nav aria-label="Inside of" className={classes.containers}>
      <ol>
        <li title={file}>{file}</li>
        {within.map((step, index) => {
          const isLast = index === within.length - 1;
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have an order and no other identity
              key={index}
              title={`${step.name}, ${kinds[step.kind]} ${index === 0 ? file : within[index - 1]?.name}`}
              aria-current={isLast ? 'page' : undefined}
            >
              {step.name}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
