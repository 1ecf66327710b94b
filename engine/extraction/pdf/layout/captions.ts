const captionStart =
  /^(?:fig(?:ure|\.)?|table|tab\.|chart|plate|scheme|exhibit|photo|illustration|abb(?:ildung|\.)|tabelle|tableau|figura|tabla|tabela|tabella|рис(?:унок|\.)|таблица|图|圖|図|表|그림|표)\s*(?:[A-Z]\.?)?\d+(?:[.-]\d+)*[a-z]?\s*(?:[.:|：。)–—-]|$|(?=\p{Lu}|\p{Lo}))/iu;

/** It begins as captions do: `Figure 3: …`. */
export function isCaptionStart(text: string): boolean {
  return captionStart.test(text);
}
