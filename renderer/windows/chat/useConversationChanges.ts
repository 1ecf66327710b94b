import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';

export interface ConversationChanges {
  rename(id: string, title: string): void;
  remove(conversation: { id: string; title: string }): void;
}

/** Names and removes conversations; what was removed can be had back while the notice stands. */
export function useConversationChanges(options: {
  onChanged(): void;
  onRenamed(id: string, title: string): void;
  onRemoved(id: string): void;
  onRestored(id: string): void;
}): ConversationChanges {
  const { client } = useConnection();
  const { t } = useTranslation('chat');
  const { tellWithUndo, fail } = useNotices();
  const { onChanged, onRenamed, onRemoved, onRestored } = options;

  const rename = useCallback(
    (id: string, title: string) =>
      void client
        .call('chat.rename', { conversationId: id, title })
        .then((named) => onRenamed(id, named.title), fail)
        .finally(onChanged),
    [client, fail, onChanged, onRenamed],
  );

  const remove = useCallback(
    ({ id, title }: { id: string; title: string }) => {
      const restore = () =>
        void client
          .call('chat.restoreConversation', { conversationId: id })
          .then(() => onRestored(id), fail)
          .finally(onChanged);
      client.call('chat.deleteConversation', { conversationId: id }).then(() => {
        onRemoved(id);
        onChanged();
        tellWithUndo(t('conversations.deleted', { title: title || t('conversations.untitled') }), restore);
      }, fail);
    },
    [client, fail, onChanged, onRemoved, onRestored, t, tellWithUndo],
  );
  return { rename, remove };
}
