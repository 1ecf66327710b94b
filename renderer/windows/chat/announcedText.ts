/** What of a growing text is to be read out next: whole sentences, without their marks. */
export interface AnnouncedText {
  /** @returns the sentences that were completed since the last time; empty where there is none */
  next(text: string, isEnded: boolean): string;
}

export function createAnnouncedText(): AnnouncedText {
  let told = 0;
  return {
    next(text, isEnded) {
      const rest = text.slice(told);
      const end = isEnded ? rest.length : lastSentenceEnd(rest);
      if (end === 0) return '';
      told += end;
      return plain(rest.slice(0, end));
    },
  };
}

function lastSentenceEnd(text: string): number {
  let end = 0;
  for (const match of text.matchAll(/[.!?…。！？](?:["”»)\]]|\s*\[\d{1,3}\])*\s|\n\s*\n/g))
    end = match.index + match[0].length;
  return end;
}

function plain(text: string): string {
  return text
    .replace(/```[\s\S]*?(```|$)/g, ' ')
    .replace(/\s*\[\d{1,3}\]/g, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/^[\s>]*(#{1,6}|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*_`~|$]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
