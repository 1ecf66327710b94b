import { type SearchMode, type SearchOutput, searchModeSchema } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import {
  Button,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import { errorWords, useConnection, useQuery } from '../../client/index.ts';
import { documentTypeOptions } from '../../components/documentTypeOptions.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { KnowledgeBaseSelect } from '../../components/KnowledgeBaseSelect.tsx';
import type { ViewerTarget } from '../../frame/useApp.ts';
import { SearchResults } from './SearchResults.tsx';

interface SearchWindowProps {
  field: RefObject<HTMLInputElement | null>;
  onOpen(target: ViewerTarget): void;
}

export function SearchWindow({ field, onOpen }: SearchWindowProps) {
  const { client } = useConnection();
  const [query, setQuery] = useState('');
  const [mode, setMode] = useState<SearchMode>('hybrid');
  const [type, setType] = useState<string | null>(null);
  const [kb, setKb] = useState<string | null>(null);
  const [tags, setTags] = useState<string[]>([]);
  const tagList = useQuery('tags.list', {});
  const known = tagList.data?.tags.map(({ name }) => name) ?? [];
  const [output, setOutput] = useState<SearchOutput | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isSearching, setIsSearching] = useState(false);
  const running = useRef<AbortController | null>(null);

  async function search(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    if (query.trim() === '') return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setIsSearching(true);
    setError(null);
    try {
      const filters = { ...(type && { type }), ...(kb && { kb }), ...(tags.length > 0 && { tags }) };
      const input = { query: query.trim(), mode, limit: 20, ...filters };
      setOutput(await client.call('search.query', input, { signal: controller.signal }));
    } catch (failure) {
      if (!hasCode(failure, 'cancelled')) setError(errorWords(failure));
    } finally {
      if (running.current === controller) setIsSearching(false);
    }
  }

  return (
    <Stack gap="md">
      <search>
        <form onSubmit={(event) => void search(event)}>
          <Stack gap="sm">
            <Group gap="sm" wrap="nowrap">
              <TextInput
                ref={field}
                type="search"
                aria-label="Search the library"
                placeholder="Search the library   ( / )"
                value={query}
                onChange={(event) => setQuery(event.currentTarget.value)}
                maxLength={10_000}
                flex={1}
                size="md"
              />
              <Button type="submit" size="md" loading={isSearching && !output} disabled={query.trim() === ''}>
                Search
              </Button>
            </Group>
            <Group gap="sm">
              <SegmentedControl
                aria-label="How to search"
                data={[
                  { value: 'hybrid', label: 'Both' },
                  { value: 'semantic', label: 'By meaning' },
                  { value: 'keyword', label: 'By words' },
                ]}
                value={mode}
                onChange={(value) => setMode(searchModeSchema.parse(value))}
              />
              <Select
                aria-label="Type of document"
                placeholder="All types"
                data={documentTypeOptions}
                searchable
                value={type}
                onChange={setType}
                clearable
                w={150}
              />
              {(known.length > 0 || tags.length > 0) && (
                <MultiSelect
                  aria-label="Tags"
                  placeholder={tags.length === 0 ? 'All tags' : ''}
                  data={[...new Set([...tags, ...known])]}
                  value={tags}
                  onChange={setTags}
                  onDropdownOpen={tagList.reload}
                  searchable
                  clearable
                  maxValues={20}
                  miw={160}
                />
              )}
              <KnowledgeBaseSelect value={kb} onChange={setKb} />
            </Group>
          </Stack>
        </form>
      </search>
      {error && <ErrorNotice message={error} onRetry={() => void search()} />}
      {isSearching && !output && <Skeleton height={160} />}
      <div aria-live="polite" aria-busy={isSearching}>
        {output && !error && (
          <Text size="sm" c="dimmed">
            {output.results.length === 0
              ? `Nothing found for “${output.query}”.`
              : `${output.results.length} of ${output.total} passages, ${Math.max(1, Math.round(output.tookMs))} ms`}
          </Text>
        )}
      </div>
      {output && !error && <SearchResults results={output.results} onOpen={onOpen} />}
    </Stack>
  );
}
