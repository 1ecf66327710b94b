import type { Box } from '@adiuva/contracts';
import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '../../client/index.ts';
import classes from './viewer.module.css';

const longerSide = 1600;

interface PageImageProps {
  documentId: string;
  part: number;
  /** For who does not see it. */
  alt: string;
  /** What is cited on it. */
  boxes: readonly Box[];
}

/** A page, or a picture, as it looks, with what is cited framed. */
export function PageImage({ documentId, part, alt, boxes }: PageImageProps) {
  const { data, error } = useQuery('pictures.page', { id: documentId, part, maxSize: longerSide });
  if (error)
    return (
      <Text size="sm" c="dimmed" role="status">
        {error}
      </Text>
    );
  if (!data) return <Skeleton height={400} aria-label="Drawing the page" />;
  return (
    <div className={classes.page}>
      <img src={`data:${data.mediaType};base64,${data.data}`} alt={alt} />
      {boxes.map((box) => (
        <span
          key={`${box.x} ${box.y} ${box.width} ${box.height}`}
          className={classes.box}
          data-cited
          style={{
            left: percent(box.x),
            top: percent(box.y),
            width: percent(box.width),
            height: percent(box.height),
          }}
        />
      ))}
    </div>
  );
}

function percent(share: number): string {
  return `${Math.max(0, Math.min(1, share)) * 100}%`;
}
