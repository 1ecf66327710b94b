export { extractive, type Retrieval } from './answerQuestion.ts';
export type { ChatLibrary } from './chatLibrary.ts';
export { type ConversationStore, storedConversations } from './conversationStore.ts';
export { restorableMs } from './conversations.ts';
export { type AskInput, type Chat, type ChatOptions, createChat } from './createChat.ts';
export type { Passage } from './passages.ts';
export { estimateTokens } from './tokenEstimate.ts';
export { contentWords, wordSimilarity } from './words.ts';
