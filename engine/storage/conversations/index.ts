export type { ConversationRecord, MessageRecord } from './conversationRecord.ts';
export { listConversations, readMessages } from './readConversations.ts';
export { appendMessage, createConversation, deleteConversation } from './writeConversations.ts';
