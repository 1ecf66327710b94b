import type { chatRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import type { Principal } from '#base';
import type { Chat } from '#chat';

/** Questions, answers and the conversations they stand in; each caller has its own. */
export function createChatApi(chat: Chat): Handlers<typeof chatRpc, Principal> {
  return {
    'chat.ask': (input, { caller, signal, emit }) => chat.ask(input, caller, { signal, onEvent: emit }),
    'chat.regenerate': (input, { caller, signal, emit }) =>
      chat.regenerate(input, caller, { signal, onEvent: emit }),
    'chat.conversations': (input, { caller }) => chat.conversations(input, caller),
    'chat.messages': ({ conversationId }, { caller }) => chat.messages(conversationId, caller),
    'chat.show': (input, { caller }) => chat.show(input, caller),
    'chat.rename': ({ conversationId, title }, { caller }) => chat.rename(conversationId, title, caller),
    'chat.branch': (input, { caller }) => chat.branch(input, caller),
    async 'chat.deleteConversation'({ conversationId }, { caller }) {
      return { deleted: await chat.deleteConversation(conversationId, caller) };
    },
    async 'chat.restoreConversation'({ conversationId }, { caller }) {
      return { restored: await chat.restoreConversation(conversationId, caller) };
    },
    'chat.export': ({ conversationId }, { caller }) => chat.export(conversationId, caller),
  };
}
