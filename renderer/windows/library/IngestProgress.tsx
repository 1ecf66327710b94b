import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import classes from './library.module.css';
import type { FileTask, Ingest } from './useIngest.ts';

const stageWords = {
  send: 'Sending',
  extract: 'Reading',
  chunk: 'Cutting into passages',
  recognise: 'Recognising text',
  embed: 'Embedding',
  index: 'Indexing',
} as const;

/** How the run in hand goes, file by file; and, when it is over, what became of it. */
export function IngestProgress({ ingest }: { ingest: Ingest }) {
  const { isRunning, tasks, done, total, error, summary, stop } = ingest;
  if (!isRunning && tasks.length === 0 && !error && !summary) return null;
  return (
    <Paper withBorder p="md" component="section" aria-label="Progress">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={500} role="status">
            {isRunning ? heading(done, total) : (summary ?? 'Ended.')}
          </Text>
          {isRunning && (
            <Button size="compact-sm" variant="default" onClick={stop}>
              Stop
            </Button>
          )}
        </Group>
        {isRunning && (
          <Progress
            value={total ? (done / total) * 100 : 0}
            striped={total === null}
            animated={total === null}
            aria-label="Files done"
          />
        )}
        {error && <ErrorNotice message={error} />}
        {tasks.length > 0 && (
          <ul className={classes.tasks}>
            {tasks.map((task) => (
              <TaskRow key={task.path} task={task} />
            ))}
          </ul>
        )}
      </Stack>
    </Paper>
  );
}

function heading(done: number, total: number | null): string {
  if (total === null) return 'Looking for files…';
  return `${done} of ${total} ${total === 1 ? 'file' : 'files'}`;
}

function TaskRow({ task }: { task: FileTask }) {
  const percent = task.fraction === null ? '' : ` ${Math.round(task.fraction * 100)} %`;
  return (
    <li className={classes.task}>
      <Text size="sm" truncate title={task.path}>
        {task.name}
      </Text>
      <Text size="sm" c={task.error ? 'red' : 'dimmed'} className={task.error ? undefined : classes.stage}>
        {task.error ?? (task.stage ? `${stageWords[task.stage]}${percent}` : '')}
      </Text>
    </li>
  );
}
