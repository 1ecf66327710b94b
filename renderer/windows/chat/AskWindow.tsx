import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { KnowledgeBaseSelect } from '../../components/KnowledgeBaseSelect.tsx';
import { useApp } from '../../frame/useApp.ts';
import { TurnCard } from './TurnCard.tsx';
import { useConversation } from './useConversation.ts';

export function AskWindow() {
  const { openDocument } = useApp();
  const { turns, isAnswering, ask, stop, clear } = useConversation();
  const [question, setQuestion] = useState('');
  const [kb, setKb] = useState<string | null>(null);

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    const asked = question.trim();
    if (asked === '' || isAnswering) return;
    ask(asked, kb);
    setQuestion('');
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Enter while an input method is composing belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  }

  return (
    <Stack gap="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            aria-label="Your question"
            placeholder="Ask your documents a question"
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={20_000}
            size="md"
          />
          <Group gap="sm">
            {isAnswering ? (
              <Button onClick={stop} variant="default">
                Stop
              </Button>
            ) : (
              <Button type="submit" disabled={question.trim() === ''}>
                Ask
              </Button>
            )}
            <KnowledgeBaseSelect value={kb} onChange={setKb} />
            {turns.length > 0 && (
              <Button variant="subtle" color="gray" onClick={clear}>
                New conversation
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      {turns.length === 0 && (
        <Text c="dimmed" size="sm">
          Every answer comes with the passages it rests on. Click a number to see the passage in its source.
        </Text>
      )}
      {turns.toReversed().map((turn) => (
        <TurnCard key={turn.id} turn={turn} onOpen={openDocument} onRetry={(asked) => ask(asked, kb)} />
      ))}
    </Stack>
  );
}
