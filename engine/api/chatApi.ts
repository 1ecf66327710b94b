import type { chatRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import type { Principal } from '#base';
import type { Chat } from '#chat';

/** Questions, answers and the conversations they stand in; each caller has its own. */
export function createChatApi(chat: Chat): Handlers<typeof chatRpc, Principal> {
  return {
    'chat.ask': (input, { caller, signal, emit }) => chat.ask(input, caller, { signal, onEvent: emit }),
    async 'chat.conversations'(input, { caller }) {
      return { conversations: await chat.conversations(input, caller) };
    },
    async 'chat.messages'({ conversationId }, { caller }) {
      return { messages: await chat.messages(conversationId, caller) };
    },
    async 'chat.deleteConversation'({ conversationId }, { caller }) {
      return { deleted: await chat.deleteConversation(conversationId, caller) };
    },
  };
}
