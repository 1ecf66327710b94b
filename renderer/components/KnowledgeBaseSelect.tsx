import { Select } from '@mantine/core';
import { useQuery } from '../client/index.ts';

interface KnowledgeBaseSelectProps {
  value: string | null;
  onChange(value: string | null): void;
  size?: 'xs' | 'sm';
}

/** Narrows a question to one knowledge base; not there while only one exists. */
export function KnowledgeBaseSelect({ value, onChange, size = 'sm' }: KnowledgeBaseSelectProps) {
  const { data } = useQuery('library.knowledgeBases', {});
  const names = data?.knowledgeBases.map(({ name }) => name) ?? [];
  if (names.length < 2) return null;
  return (
    <Select
      aria-label="Knowledge base"
      placeholder="All knowledge bases"
      data={names}
      value={value}
      onChange={onChange}
      clearable
      size={size}
      w={size === 'xs' ? 180 : 210}
    />
  );
}
