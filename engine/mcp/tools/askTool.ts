import { describeLocator } from '@adiuva/contracts';
import { answerSchema, citationSchema } from '@adiuva/contracts/rpc';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { EngineClient } from '../engineClient.ts';
import { readOnlyAnnotations, toolResult } from '../toolResult.ts';

const input = {
  question: z.string().min(1).max(20_000).describe('The question, in any language.'),
  kb: z.string().optional().describe('Only this knowledge base.'),
  conversationId: z.string().optional().describe('Of an earlier answer, to go on from it.'),
};

const output = {
  ...answerSchema.pick({
    answer: true,
    model: true,
    grounded: true,
    kind: true,
    conversationId: true,
    droppedCitations: true,
  }).shape,
  citations: z.array(citationSchema.extend({ where: z.string() })),
};

export function addAskTool(server: McpServer, client: EngineClient): void {
  server.registerTool(
    'ask',
    {
      title: 'Ask the library',
      description:
        "Answers a question from the user's documents, with a citation for every statement. Without a language model set up the answer is made of quoted sentences.",
      inputSchema: input,
      outputSchema: output,
      // The answer may come from a language model outside of this machine, where the user set one up.
      annotations: { ...readOnlyAnnotations, idempotentHint: false, openWorldHint: true },
    },
    (request, { signal, _meta, sendNotification }) =>
      toolResult(async () => {
        const progressToken = _meta?.progressToken;
        let progress = 0;
        const onEvent = () => {
          if (progressToken === undefined) return;
          progress += 1;
          // Lost progress is no reason to lose the answer.
          sendNotification({ method: 'notifications/progress', params: { progressToken, progress } }).catch(
            () => undefined,
          );
        };
        const answer = await client.call('chat.ask', request, { signal, onEvent });
        const {
          questionId: _questionId,
          messageId: _messageId,
          unsupported: _unsupported,
          citations: cited,
          ...rest
        } = answer;
        const citations = cited.map((citation) => ({
          ...citation,
          where: describeLocator(citation.locator),
        }));
        const sources = citations.map(
          ({ n, title, path, where, quote }) =>
            `[${n}] ${title ?? path}${where && `, ${where}`} (${path}): "${quote}"`,
        );
        return {
          text: [answer.answer, ...(sources.length > 0 ? ['', ...sources] : [])].join('\n'),
          structured: { ...rest, citations },
        };
      }),
  );
}
