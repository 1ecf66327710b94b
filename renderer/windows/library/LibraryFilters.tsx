import type { DocumentOrder, DocumentStatus } from '@adiuva/contracts/rpc';
import { CloseButton, Group, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { documentTypeOptions } from '../../components/documentTypeOptions.ts';
import { KnowledgeBaseSelect } from '../../components/KnowledgeBaseSelect.tsx';

export interface LibraryView {
  status: DocumentStatus | null;
  path: string;
  type: string | null;
  tags: string[];
  kb: string | null;
  sort: DocumentOrder;
}

export const wholeLibrary: LibraryView = {
  status: null,
  path: '',
  type: null,
  tags: [],
  kb: null,
  sort: 'path',
};

const statuses = [
  { value: 'all', label: 'All' },
  { value: 'indexed', label: 'Indexed' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Skipped' },
];

const orders: { value: DocumentOrder; label: string }[] = [
  { value: 'path', label: 'By folder' },
  { value: 'name', label: 'By name' },
  { value: 'date', label: 'Newest first' },
  { value: 'size', label: 'Largest first' },
  { value: 'type', label: 'By type' },
  { value: 'status', label: 'By status' },
];

/** Orders of which people want the greatest first. */
export const descendingOrders: readonly DocumentOrder[] = ['date', 'size'];

interface LibraryFiltersProps {
  view: LibraryView;
  tags: readonly string[];
  onChange(view: LibraryView): void;
}

/** What of the library is shown, and in which order. */
export function LibraryFilters({ view, tags, onChange }: LibraryFiltersProps) {
  const set = (change: Partial<LibraryView>) => onChange({ ...view, ...change });
  return (
    <search aria-label="Which documents">
      <Group gap="sm" mb="sm">
        <SegmentedControl
          aria-label="In which state"
          size="xs"
          data={statuses}
          value={view.status ?? 'all'}
          onChange={(value) => set({ status: value === 'all' ? null : (value as DocumentStatus) })}
        />
        <Select
          aria-label="Order"
          size="xs"
          w={130}
          data={orders}
          value={view.sort}
          allowDeselect={false}
          onChange={(value) => value && set({ sort: value })}
        />
        <TextInput
          aria-label="Folder, or part of a path"
          placeholder="Folder or file name"
          size="xs"
          flex="1 1 8rem"
          value={view.path}
          spellCheck={false}
          onChange={(event) => set({ path: event.currentTarget.value })}
          rightSection={
            view.path !== '' && (
              <CloseButton size="xs" aria-label="Clear the path" onClick={() => set({ path: '' })} />
            )
          }
        />
        <Select
          aria-label="Type of document"
          placeholder="All types"
          size="xs"
          w={130}
          data={documentTypeOptions}
          value={view.type}
          onChange={(type) => set({ type })}
          searchable
          clearable
        />
        {(tags.length > 0 || view.tags.length > 0) && (
          <MultiSelect
            aria-label="Tags"
            placeholder={view.tags.length === 0 ? 'All tags' : ''}
            size="xs"
            miw={130}
            data={[...new Set([...view.tags, ...tags])]}
            value={view.tags}
            onChange={(chosen) => set({ tags: chosen })}
            searchable
            clearable
            maxValues={20}
          />
        )}
        <KnowledgeBaseSelect size="xs" value={view.kb} onChange={(kb) => set({ kb })} />
      </Group>
    </search>
  );
}
