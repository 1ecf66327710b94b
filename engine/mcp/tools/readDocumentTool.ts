import { describeLocator, locatorSchema } from '@adiuva/contracts';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { AppError } from '#base';
import type { EngineClient } from '../engineClient.ts';
import { readChunks, readParts } from '../readPassages.ts';
import { readOnlyAnnotations, toolResult } from '../toolResult.ts';

const input = {
  documentId: z.string().min(1).max(200),
  part: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('First part (page, section) to read, counted from 0.'),
  offset: z.number().int().nonnegative().optional().describe('Where in that part to begin, in UTF-16 units.'),
  fromChunk: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('Instead of parts: first chunk, counted from 0.'),
  toChunk: z.number().int().nonnegative().optional().describe('Last chunk, itself included.'),
  maxLength: z
    .number()
    .int()
    .min(100)
    .max(100_000)
    .optional()
    .describe('Most characters of text; 20000 without it.'),
};

const output = {
  documentId: z.string(),
  path: z.string(),
  title: z.string().nullable(),
  mediaType: z.string().nullable(),
  totalParts: z.number().int(),
  passages: z.array(
    z.object({
      part: z.number().int(),
      chunkId: z.string().optional(),
      locator: locatorSchema,
      where: z.string(),
      text: z.string(),
    }),
  ),
  next: z
    .object({
      part: z.number().int().optional(),
      offset: z.number().int().optional(),
      fromChunk: z.number().int().optional(),
    })
    .nullable()
    .describe('What to ask for to read on; null at the end.'),
};

export function addReadDocumentTool(server: McpServer, client: EngineClient): void {
  server.registerTool(
    'read_document',
    {
      title: 'Read a document',
      description: 'The extracted text of a document from a part, or a range of its chunks, up to a length.',
      inputSchema: input,
      outputSchema: output,
      annotations: readOnlyAnnotations,
    },
    ({ documentId, part, offset, fromChunk, toChunk, maxLength = 20_000 }, { signal }) =>
      toolResult(async () => {
        const byChunks = fromChunk !== undefined || toChunk !== undefined;
        if (byChunks && (part !== undefined || offset !== undefined))
          throw new AppError('invalid_input', 'Ask for parts or for chunks, not for both.');
        if (fromChunk !== undefined && toChunk !== undefined && toChunk < fromChunk)
          throw new AppError('invalid_input', 'toChunk comes before fromChunk.');
        const { passages, ...read } = byChunks
          ? await readChunks(client, { documentId, from: fromChunk ?? 0, to: toChunk, maxLength }, signal)
          : await readParts(client, { documentId, part: part ?? 0, offset: offset ?? 0, maxLength }, signal);
        const described = passages.map((passage) => ({
          ...passage,
          where: describeLocator(passage.locator),
        }));
        const body = described.map(
          ({ part: ordinal, where, text }) => `--- ${where || `part ${ordinal}`} ---\n${text}`,
        );
        const more = read.next ? [`(more: ${JSON.stringify(read.next)})`] : [];
        return {
          text: [`${read.title ?? read.path} (${read.path})`, ...body, ...more].join('\n'),
          structured: { ...read, passages: described },
        };
      }),
  );
}
