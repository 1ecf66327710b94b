import { tagSchema } from '@adiuva/contracts/rpc';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { EngineClient } from '../engineClient.ts';
import { readOnlyAnnotations, toolResult } from '../toolResult.ts';

export function addListTagsTool(server: McpServer, client: EngineClient): void {
  server.registerTool(
    'list_tags',
    {
      title: 'List tags',
      description: 'The tags people gave their documents, and how many documents have each.',
      inputSchema: {
        kb: z.string().min(1).max(200).optional().describe('Only of this knowledge base.'),
      },
      outputSchema: { tags: z.array(tagSchema) },
      annotations: readOnlyAnnotations,
    },
    ({ kb }, { signal }) =>
      toolResult(async () => {
        const { tags } = await client.call('tags.list', kb === undefined ? {} : { kb }, { signal });
        const lines = tags.map(({ name, documents }) => `${name} (${documents})`);
        return {
          text: lines.length > 0 ? lines.join('\n') : 'No document has a tag.',
          structured: { tags },
        };
      }),
  );
}
