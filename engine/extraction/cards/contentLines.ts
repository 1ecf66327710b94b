/** One line of a calendar or of contacts: `NAME;PARAMETER=x:value`. */
export interface ContentLine {
  /** Upper case, without the group that some programs put before it. */
  name: string;
  parameters: string;
  value: string;
}

/** Lines that were folded are whole again; escapes and quoted-printable are read. */
export function* contentLines(text: string): Generator<ContentLine> {
  let pending: string | undefined;
  for (const line of text.split('\n')) {
    if (pending !== undefined && /^[ \t]/.test(line)) pending += line.slice(1);
    else if (pending?.endsWith('=') && /ENCODING=QUOTED-PRINTABLE/i.test(pending.slice(0, 200)))
      pending = pending.slice(0, -1) + line;
    else {
      if (pending !== undefined) yield* parse(pending);
      pending = line;
    }
  }
  if (pending !== undefined) yield* parse(pending);
}

function* parse(line: string): Generator<ContentLine> {
  const colon = colonOf(line);
  if (colon < 0) return;
  const [name = '', ...parameters] = line.slice(0, colon).split(';');
  const isQuoted = parameters.some((parameter) => /QUOTED-PRINTABLE/i.test(parameter));
  const raw = line.slice(colon + 1);
  yield {
    name: name.slice(name.lastIndexOf('.') + 1).toUpperCase(),
    parameters: parameters.join(';'),
    value: isQuoted ? fromQuotedPrintable(raw) : raw,
  };
}

/** The colon that ends the name: one in quotation marks is part of a parameter. */
function colonOf(line: string): number {
  let isQuoted = false;
  for (let at = 0; at < Math.min(line.length, 2_000); at++) {
    if (line[at] === '"') isQuoted = !isQuoted;
    else if (line[at] === ':' && !isQuoted) return at;
  }
  return -1;
}

function fromQuotedPrintable(value: string): string {
  const bytes = Buffer.from(
    value.replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return bytes.toString('utf8');
}

export function unescaped(value: string): string {
  return value.replace(/\\([nN,;\\:])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character));
}
