import type { Message } from '@adiuva/contracts/rpc';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { copyText } from '../../components/copyText.ts';
import { fileName } from '../../components/fileName.ts';
import { useDescribeLocator } from '../../components/useDescribeLocator.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useApp } from '../../frame/useApp.ts';
import { answerAsText } from './answerAsText.ts';
import type { MessageActions } from './MessageItem.tsx';
import { useChatSession } from './session/ChatSession.tsx';
import { type AttachmentItem, type Draft, emptyDraft } from './session/drafts.ts';
import type { ModelChoices } from './useModels.ts';
import type { Thread } from './useThread.ts';

interface ChatActionsOptions {
  conversationId: string | null;
  draftKey: string;
  thread: Thread;
  choices: ModelChoices;
  focusComposer(): void;
  onAsked(): void;
}

export interface ChatActions extends MessageActions {
  ask(): void;
  stop(): void;
  cancelEdit(): void;
}

/** What can be done with the conversation that is shown; the functions stay the same while it changes. */
export function useChatActions(options: ChatActionsOptions): ChatActions {
  const { client } = useConnection();
  const { answers, drafts } = useChatSession();
  const { go } = useApp();
  const { tell, fail } = useNotices();
  const { t } = useTranslation('chat');
  const describeLocator = useDescribeLocator();
  const latest = useRef({ ...options, describeLocator, t, tell, fail });
  useEffect(() => {
    latest.current = { ...options, describeLocator, t, tell, fail };
  });
  /** What was being written before a question was taken up again. */
  const setAside = useRef(new Map<string, Draft>());

  const ask = useCallback(() => {
    const { conversationId, draftKey, thread, choices, onAsked } = latest.current;
    const draft = drafts.get(draftKey);
    const question = draft.text.trim();
    const attachments = draft.attachments.flatMap(({ attachment }) => (attachment ? [attachment] : []));
    if (question === '' || thread.live || attachments.length < draft.attachments.length) return;
    const scope = {
      knowledgeBases: draft.scope.flatMap((item) => (item.kind === 'knowledgeBase' ? [item.name] : [])),
      documentIds: draft.scope.flatMap((item) => (item.kind === 'document' ? [item.documentId] : [])),
    };
    answers.ask({
      question,
      scope,
      attachments,
      model: choices.chosen ?? undefined,
      conversationId,
      parentId: draft.editing?.parentId,
    });
    setAside.current.delete(draftKey);
    // What it is asked of holds for the next question, too.
    drafts.change(draftKey, ({ scope: kept }) => ({ ...emptyDraft, scope: kept }));
    onAsked();
  }, [answers, drafts]);

  const stop = useCallback(() => {
    const { live } = latest.current.thread;
    if (live) answers.stop(live.key);
  }, [answers]);

  const cancelEdit = useCallback(() => {
    const { draftKey, focusComposer } = latest.current;
    const before = setAside.current.get(draftKey) ?? emptyDraft;
    setAside.current.delete(draftKey);
    drafts.change(draftKey, () => before);
    focusComposer();
  }, [drafts]);

  const edit = useCallback(
    (question: Message) => {
      const { draftKey, focusComposer } = latest.current;
      const { id, parentId, text, scope, attachments } = question;
      drafts.change(draftKey, (before) => {
        if (!before.editing) setAside.current.set(draftKey, before);
        return {
          text,
          error: null,
          editing: { messageId: id, parentId },
          attachments: attachments.map(
            (attachment): AttachmentItem => ({
              key: `again-${attachment.documentId}`,
              name: attachment.name,
              file: null,
              state: 'ready',
              fraction: null,
              attachment,
              error: null,
            }),
          ),
          scope: (scope?.knowledgeBases ?? []).map((name) => ({ kind: 'knowledgeBase', name })),
        };
      });
      focusComposer();
      for (const documentId of scope?.documentIds ?? [])
        client.call('library.show', { id: documentId, withChunks: false }).then(
          ({ path }) =>
            drafts.change(draftKey, (draft) =>
              draft.editing?.messageId === id
                ? { scope: [...draft.scope, { kind: 'document', documentId, name: fileName(path) }] }
                : {},
            ),
          (error: unknown) => latest.current.fail(error),
        );
    },
    [client, drafts],
  );

  const regenerate = useCallback(
    (answer: Message, model?: string) => {
      const { conversationId, thread, choices } = latest.current;
      if (conversationId === null || thread.live) return;
      answers.regenerate({
        conversationId,
        messageId: answer.id,
        question: answer.parentId === null ? '' : (thread.tree.get(answer.parentId)?.text ?? ''),
        model: model ?? choices.chosen ?? undefined,
      });
    },
    [answers],
  );

  const copy = useCallback((message: Message) => {
    const { t: words, tell: say, describeLocator: describe } = latest.current;
    const text = message.role === 'user' ? message.text : answerAsText(message, describe);
    void copyText(text).then((isDone) => isDone && say(words('copied')));
  }, []);

  const branch = useCallback(
    (message: Message) => {
      const { conversationId, t: words, tell: say, fail: report } = latest.current;
      if (conversationId === null) return;
      client.call('chat.branch', { conversationId, messageId: message.id }).then((created) => {
        go({ view: 'chat', conversationId: created.conversationId });
        say(words('message.branched'));
      }, report);
    },
    [client, go],
  );

  const show = useCallback((messageId: string) => latest.current.thread.show(messageId), []);

  return useMemo(
    () => ({ ask, stop, cancelEdit, edit, regenerate, copy, branch, show }),
    [ask, stop, cancelEdit, edit, regenerate, copy, branch, show],
  );
}
