import type { XmlListener } from './readXml.ts';

/**
 * Leaves out elements with all that is in them, and of two ways to say the same (`mc:AlternateContent`) all but
 * the first: a text box stands in a document once for new programs and once for old ones.
 */
export function chooseContent(listener: XmlListener, isLeftOut: (name: string) => boolean): XmlListener {
  let skipDepth = 0;
  /** One entry an open alternative: whether a choice was taken. */
  const alternatives: boolean[] = [];

  return {
    open(name, attributes) {
      if (skipDepth > 0) {
        skipDepth++;
        return;
      }
      if (name === 'mc:AlternateContent') alternatives.push(false);
      else if (name === 'mc:Choice' || name === 'mc:Fallback') {
        if (alternatives.at(-1)) skipDepth = 1;
        else alternatives[alternatives.length - 1] = true;
      } else if (isLeftOut(name)) skipDepth = 1;
      else listener.open(name, attributes);
    },
    close(name) {
      if (skipDepth > 0) {
        skipDepth--;
        return;
      }
      if (name === 'mc:AlternateContent') alternatives.pop();
      else if (name !== 'mc:Choice' && name !== 'mc:Fallback') listener.close(name);
    },
    text(text) {
      if (skipDepth === 0) listener.text(text);
    },
  };
}
