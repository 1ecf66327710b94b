import { z } from 'zod';
import { locatorSchema } from './locator.ts';

const id = z.string().regex(/^[\w-]{1,100}$/);

/** A place in the app: what a link, a notification, an opened file or another window leads to. */
export const appTargetSchema = z.discriminatedUnion('view', [
  z.object({
    view: z.literal('chat'),
    conversationId: id.optional(),
  }),
  z.object({
    view: z.literal('library'),
  }),
  z.object({
    view: z.literal('document'),
    documentId: id,
    locator: locatorSchema.optional(),
  }),
  z.object({
    view: z.literal('activity'),
  }),
  z.object({
    view: z.literal('models'),
  }),
  z.object({
    view: z.literal('settings'),
  }),
]);
export type AppTarget = z.infer<typeof appTargetSchema>;

const scheme = 'adiuva:';
const maxLength = 8192;

/** `adiuva://document/ID?at=…`: a link to a place that other programs can keep. */
export function appLink(target: AppTarget): string {
  const path =
    target.view === 'document'
      ? `document/${target.documentId}`
      : target.view === 'chat' && target.conversationId
        ? `chat/${target.conversationId}`
        : target.view;
  const at = target.view === 'document' && target.locator;
  return `${scheme}//${path}${at ? `?at=${encodeURIComponent(JSON.stringify(at))}` : ''}`;
}

/** @returns null for what is no such link: any page and any program may open one, with anything in it. */
export function readAppLink(text: string): AppTarget | null {
  if (text.length > maxLength) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.protocol !== scheme || url.username || url.password || url.port || url.hash) return null;
  const [first = '', ...rest] = url.pathname.split('/').slice(1);
  if (rest.some((step) => step !== '')) return null;
  let locator: unknown;
  try {
    const at = url.searchParams.get('at');
    locator = at === null ? undefined : JSON.parse(at);
  } catch {
    return null;
  }
  const view = url.host;
  const found = appTargetSchema.safeParse({
    view,
    ...(view === 'document' && { documentId: first, ...(locator !== undefined && { locator }) }),
    ...(view === 'chat' && first !== '' && { conversationId: first }),
  });
  if (!found.success || (first !== '' && view !== 'document' && view !== 'chat')) return null;
  return found.data;
}
