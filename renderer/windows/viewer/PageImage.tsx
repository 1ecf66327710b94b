import { Skeleton, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useErrorWords } from '../../messages/index.ts';
import { type Highlight, Highlights } from './Highlights.tsx';
import classes from './viewer.module.css';

const longerSide = 1600;
const longerSideClose = 4096;

interface PageImageProps {
  documentId: string;
  /** The part that stands on it, or the page of the file. */
  place: { part: number } | { page: number };
  /** For who does not see it. */
  alt: string;
  highlights: readonly Highlight[];
  /** 1 is as wide as there is room. */
  zoom: number;
}

/** A page, or a picture, as the engine drew it. */
export function PageImage({ documentId, place, alt, highlights, zoom }: PageImageProps) {
  const { t } = useTranslation('viewer');
  const { client } = useConnection();
  const words = useErrorWords();
  const [address, setAddress] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const key = JSON.stringify({
    id: documentId,
    ...place,
    maxSize: zoom > 1.3 ? longerSideClose : longerSide,
  });
  useEffect(() => {
    const controller = new AbortController();
    client.call('pictures.page', JSON.parse(key), { signal: controller.signal }).then(
      ({ mediaType, data }) => {
        setAddress(`data:${mediaType};base64,${data}`);
        setError(null);
      },
      (failure: unknown) => {
        if (!controller.signal.aborted) setError(failure);
      },
    );
    return () => controller.abort();
  }, [client, key]);

  if (error !== null && address === null)
    return (
      <Text size="sm" c="dimmed" role="status" p="md">
        {words(error)}
      </Text>
    );
  if (address === null) return <Skeleton height={480} aria-label={t('drawing')} />;
  return (
    <div className={classes.picture} style={{ width: `${zoom * 100}%` }}>
      <img src={address} alt={alt} />
      <Highlights highlights={highlights} />
    </div>
  );
}
