export type { ConversationStore, ConversationSummary } from './conversationStore.ts';
export { type AskInput, type AskOptions, type Chat, type ChatOptions, createChat } from './createChat.ts';
