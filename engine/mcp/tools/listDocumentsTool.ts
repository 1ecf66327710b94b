import {
  documentOrderSchema,
  documentStatusSchema,
  documentSummarySchema,
  tagNameSchema,
} from '@adiuva/contracts/rpc';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { EngineClient } from '../engineClient.ts';
import { readOnlyAnnotations, toolResult } from '../toolResult.ts';

const listed = documentSummarySchema.pick({
  id: true,
  path: true,
  kb: true,
  title: true,
  mediaType: true,
  language: true,
  status: true,
  modifiedAt: true,
  parts: true,
  chunks: true,
  tags: true,
  members: true,
});

const output = {
  documents: z.array(listed),
  total: z.number().int(),
  nextOffset: z.number().int().nullable(),
};

export function addListDocumentsTool(server: McpServer, client: EngineClient): void {
  server.registerTool(
    'list_documents',
    {
      title: 'List documents',
      description: "The user's documents, a page at a time; nextOffset asks for the next page.",
      inputSchema: {
        kb: z.string().min(1).max(200).optional().describe('Only this knowledge base.'),
        status: documentStatusSchema
          .optional()
          .describe('indexed ones can be searched; failed ones say why elsewhere.'),
        type: z.string().max(200).optional().describe('A short name (pdf, mail, image) or a media type.'),
        tags: z.array(tagNameSchema).min(1).max(20).optional().describe('With all of these tags.'),
        path: z.string().optional().describe('Under this folder, or with this in the path.'),
        sort: documentOrderSchema.optional().describe('path without it; date is the last change.'),
        descending: z.boolean().optional(),
        limit: z.number().int().positive().max(200).optional().describe('50 without it.'),
        offset: z.number().int().nonnegative().optional(),
      },
      outputSchema: output,
      annotations: readOnlyAnnotations,
    },
    ({ limit = 50, offset = 0, ...filter }, { signal }) =>
      toolResult(async () => {
        const page = await client.call('library.list', { ...filter, limit, offset }, { signal });
        const documents = page.documents.map((document) => listed.parse(document));
        const end = offset + documents.length;
        const nextOffset = documents.length > 0 && end < page.total ? end : null;
        const lines = documents.map(
          ({ id, title, path, status }) => `${id}  ${title ?? '(no title)'}  ${path}  ${status}`,
        );
        return {
          text: [
            `${page.total} documents`,
            ...lines,
            ...(nextOffset === null ? [] : [`more from offset ${nextOffset}`]),
          ].join('\n'),
          structured: { documents, total: page.total, nextOffset },
        };
      }),
  );
}
