/** Text in runs, as `si`, `is` and comments hold it; readings over East Asian words are not part of it. */
export interface RichText {
  start(): void;
  open(element: string): void;
  close(element: string): void;
  add(text: string): void;
  text(): string;
}

export function createRichText(): RichText {
  let collected = '';
  let isText = false;
  let isReading = false;
  return {
    start() {
      collected = '';
      isText = false;
      isReading = false;
    },
    open(element) {
      if (element === 't') isText = true;
      else if (element === 'rPh') isReading = true;
    },
    close(element) {
      if (element === 't') isText = false;
      else if (element === 'rPh') isReading = false;
    },
    add(text) {
      if (isText && !isReading) collected += text;
    },
    text: () => (collected.includes('_x') ? unescaped(collected) : collected),
  };
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replace(/_x([\dA-F]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
