import { useQuery } from '../../../client/index.ts';

/** A picture of a recording as an address; null where it has none, and until it is here. */
export function useCover(documentId: string, maxSize: number): string | null {
  const { data } = useQuery('recordings.cover', { documentId, maxSize });
  return data ? `data:${data.mediaType};base64,${data.data}` : null;
}
