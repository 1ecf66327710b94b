/** What a person wrote about a picture; not what a program guessed, nor a file's name. */
export function altText(description: string | undefined): string | undefined {
  const text = (description ?? '')
    .slice(0, 4_000)
    .replace(/\s+/g, ' ')
    .replace(/(?:Description automatically generated|Automatisch generierte Beschreibung).*$/i, '')
    .trim();
  return text === '' || /^[^\s]{1,200}\.(?:png|jpe?g|gif|bmp|emf|wmf|tiff?|svg)$/i.test(text)
    ? undefined
    : text;
}
