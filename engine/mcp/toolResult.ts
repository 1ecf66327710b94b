import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { toWireError } from '#base';

/** Where a failed call's code, sentence and details stand for programs. */
export const errorMetaKey = 'adiuva/error';

/** What reads and changes nothing, twice the same, within the user's own library. */
export const readOnlyAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/**
 * Runs a tool. What it throws becomes a tool error, which the model reads and can act on: the code and the
 * sentence as text, all of it again under `_meta`, since structured content must keep the tool's output schema.
 */
export async function toolResult(
  work: () => Promise<{ text: string; structured: Record<string, unknown> }>,
): Promise<CallToolResult> {
  try {
    const { text, structured } = await work();
    return { content: [{ type: 'text', text }], structuredContent: structured };
  } catch (thrown) {
    const error = toWireError(thrown);
    return {
      isError: true,
      content: [{ type: 'text', text: `${error.code}: ${error.message}` }],
      _meta: { [errorMetaKey]: error },
    };
  }
}
