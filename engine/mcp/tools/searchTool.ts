import { describeLocator } from '@adiuva/contracts';
import {
  searchModeSchema,
  searchOutputSchema,
  searchResultSchema,
  tagNameSchema,
} from '@adiuva/contracts/rpc';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { EngineClient } from '../engineClient.ts';
import { readOnlyAnnotations, toolResult } from '../toolResult.ts';
import { parseDate } from './parseDate.ts';

const input = {
  query: z.string().min(1).max(10_000).describe('What to look for, in any language.'),
  mode: searchModeSchema
    .optional()
    .describe('hybrid (default) joins words and meaning; keyword and semantic use one.'),
  limit: z.number().int().positive().max(50).optional().describe('Most results; 10 without it.'),
  kb: z.string().optional().describe('Only this knowledge base.'),
  type: z
    .string()
    .max(200)
    .optional()
    .describe('A short name (pdf, mail, image) or a media type (text/*); of a file inside a file too.'),
  tags: z.array(tagNameSchema).min(1).max(20).optional().describe('Only documents with all of these tags.'),
  author: z.string().min(1).max(1000).optional().describe('Only documents with this in their author.'),
  path: z.string().optional().describe('Only under this folder, or with this in the path.'),
  language: z.string().optional().describe('ISO 639-1 code of the document.'),
  since: z.string().optional().describe('Files changed on or after this ISO 8601 date.'),
  until: z.string().optional().describe('Files changed before this ISO 8601 date.'),
  minScore: z.number().min(0).max(1).optional(),
};

const output = {
  query: z.string(),
  mode: searchModeSchema,
  total: searchOutputSchema.shape.total,
  results: z.array(
    searchResultSchema.omit({ snippet: true }).extend({
      where: z.string().describe('The locator in words; empty for a whole text.'),
    }),
  ),
};

export function addSearchTool(server: McpServer, client: EngineClient): void {
  server.registerTool(
    'search',
    {
      title: 'Search the library',
      description:
        "Finds passages in the user's documents, best first. Each has its document, its place and its exact text.",
      inputSchema: input,
      outputSchema: output,
      annotations: readOnlyAnnotations,
    },
    ({ since, until, author, limit = 10, ...rest }, { signal }) =>
      toolResult(async () => {
        const found = await client.call(
          'search.query',
          {
            ...rest,
            ...(author !== undefined && { metadata: { author } }),
            ...{ limit, since: parseDate('since', since), until: parseDate('until', until) },
          },
          { signal },
        );
        const results = found.results.map(({ snippet: _snippet, ...result }) => ({
          ...result,
          where: describeLocator(result.locator),
        }));
        const lines = results.map(
          ({ rank, title, path, where, documentId, text }) =>
            `[${rank}] ${title ?? path}${where && `, ${where}`}\n${path} (document ${documentId})\n${text}`,
        );
        return {
          text: lines.length > 0 ? lines.join('\n\n') : 'Nothing in the library matches.',
          structured: { query: found.query, mode: found.mode, total: found.total, results },
        };
      }),
  );
}
