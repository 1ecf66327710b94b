import { describeLocator, plainTable } from '@adiuva/contracts';
import type { SearchResult } from '@adiuva/contracts/rpc';
import { Text } from '@mantine/core';
import { fileName, folderOf } from '../../components/fileName.ts';
import { MarkedText } from '../../components/MarkedText.tsx';
import type { ViewerTarget } from '../../frame/useApp.ts';
import classes from './search.module.css';

interface SearchResultsProps {
  results: readonly SearchResult[];
  onOpen(target: ViewerTarget): void;
}

export function SearchResults({ results, onOpen }: SearchResultsProps) {
  return (
    <ol className={classes.results} aria-label="Results">
      {results.map(({ chunkId, documentId, path, title, locator, snippet }) => {
        const name = title ?? fileName(path);
        return (
          <li key={chunkId}>
            <button
              type="button"
              className={classes.result}
              onClick={() => onOpen({ documentId, name, locator })}
            >
              <Text fw={600} truncate title={path} component="span" display="block">
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate component="span" display="block">
                {[title ? fileName(path) : folderOf(path), describeLocator(locator, title)]
                  .filter((word) => word !== '')
                  .join(' · ')}
              </Text>
              <p className={classes.snippet}>
                <MarkedText text={plainTable(snippet.text)} marks={snippet.marks} />
              </p>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
