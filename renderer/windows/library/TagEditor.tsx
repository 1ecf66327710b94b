import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { errorWords, useConnection } from '../../client/index.ts';

interface TagEditorProps {
  id: string;
  name: string;
  tags: readonly string[];
  known: readonly string[];
  onTagged(): void;
}

/** The tags of one document: written and ended with Enter, taken away with their cross or Backspace. */
export function TagEditor({ id, name, tags, known, onTagged }: TagEditorProps) {
  const { client } = useConnection();
  const [error, setError] = useState<string | null>(null);

  async function change(next: readonly string[]): Promise<void> {
    const added = next.filter((tag) => !tags.includes(tag));
    const removed = tags.filter((tag) => !next.includes(tag));
    setError(null);
    try {
      if (added.length > 0) await client.call('tags.add', { targets: [id], tags: added });
      if (removed.length > 0) await client.call('tags.remove', { targets: [id], tags: removed });
    } catch (failure) {
      setError(errorWords(failure));
    }
    onTagged();
  }

  return (
    <TagsInput
      label="Tags"
      aria-label={`Tags of ${name}`}
      placeholder={tags.length === 0 ? 'Write a tag and press Enter' : 'Add a tag'}
      size="sm"
      maw={520}
      data={known.filter((tag) => !tags.includes(tag))}
      value={[...tags]}
      onChange={(next) => void change(next)}
      error={error}
      maxTags={50}
      splitChars={[',', ';']}
      acceptValueOnBlur={false}
    />
  );
}
