export type { ConversationRecord, MessageRecord } from './conversationRecord.ts';
export { copyBranch } from './copyBranch.ts';
export { type ConversationCursor, type ConversationPage, listConversations } from './listConversations.ts';
export { readBranch, readConversation, readMessages } from './readConversations.ts';
export {
  deleteConversation,
  hasDeletedBefore,
  purgeConversations,
  restoreConversation,
} from './removeConversations.ts';
export {
  appendAnswer,
  appendQuestion,
  createConversation,
  renameConversation,
  showMessage,
} from './writeConversations.ts';
