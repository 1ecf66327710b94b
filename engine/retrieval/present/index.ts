export { makeSnippet, type Snippet } from './snippet.ts';
