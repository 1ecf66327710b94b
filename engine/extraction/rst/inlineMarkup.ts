/** A line of reStructuredText as it is read: roles, links and emphasis without their marks. Every pattern is bounded. */
export function plainText(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (!/[`*_\\|[]/.test(line)) return line;
  return line
    .replace(/``([^`]{1,2000})``/g, '$1')
    .replace(
      /(?::[a-zA-Z][\w.:+-]{0,60}:)?`([^`<]{1,1000}?) ?(?:<[^`<>]{1,1000}>)?`(?:__?|:[a-zA-Z][\w.:+-]{0,60}:)?/g,
      '$1',
    )
    .replace(/(?::[a-zA-Z][\w.:+-]{0,60}:)?`<([^`<>]{1,1000})>`(?:__?)?/g, '$1')
    .replace(/\*\*(?=\S)([^*]{1,1000})\*\*/g, '$1')
    .replace(/(^|[\s('"[{<-])\*(?=\S)([^*]{1,1000})\*/g, '$1$2')
    .replace(/(\[[#*\w.-]{1,60}\])_(?=\W|$)/g, '$1')
    .replace(/\\(\W)/g, (_, character: string) => (character === ' ' ? '' : character))
    .trim();
}
