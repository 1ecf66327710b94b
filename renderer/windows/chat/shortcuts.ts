/** None of a browser's own that a page cannot take. */
export const chatShortcuts = {
  newChat: 'mod+shift+O',
  search: 'mod+shift+F',
  focusComposer: 'mod+J',
  stop: 'mod+.',
  copyLast: 'mod+shift+C',
  exportMarkdown: 'mod+shift+E',
  toggleList: 'mod+shift+S',
} as const;
