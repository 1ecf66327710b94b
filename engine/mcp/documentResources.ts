import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { toWireError } from '#base';
import type { EngineClient } from './engineClient.ts';
import { readParts } from './readPassages.ts';
import { errorMetaKey } from './toolResult.ts';

/** A client shows them in a picker; whoever needs more searches. */
const mostListed = 200;
const mostText = 200_000;
/** The protocol's own number for a resource that is not there. */
const resourceNotFound = -32002;

/** Documents as `adiuva://document/ID`: their text, as a person would attach a file. */
export function addDocumentResources(server: McpServer, client: EngineClient): void {
  server.registerResource(
    'document',
    new ResourceTemplate('adiuva://document/{id}', {
      list: ({ signal }) =>
        asProtocolError(async () => {
          const { documents } = await client.call(
            'library.list',
            { status: 'indexed', limit: mostListed },
            { signal },
          );
          return {
            resources: documents.map(({ id, title, path }) => ({
              uri: `adiuva://document/${encodeURIComponent(id)}`,
              name: title ?? path,
              description: path,
              mimeType: 'text/plain',
            })),
          };
        }),
    }),
    { title: 'Document', description: "The text of one of the user's documents.", mimeType: 'text/plain' },
    (uri, _variables, { signal }) =>
      asProtocolError(async () => {
        const documentId = decodeURIComponent(uri.pathname.replace(/^\//, ''));
        const request = { documentId, part: 0, offset: 0, maxLength: mostText };
        const { passages, next } = await readParts(client, request, signal);
        const text = passages.map((passage) => passage.text).join('\n\n');
        const more = next ? '\n\n(The document goes on; the read_document tool reads further.)' : '';
        return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: text + more }] };
      }),
  );
}

async function asProtocolError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = toWireError(thrown);
    const code = error.code === 'not_found' ? resourceNotFound : ErrorCode.InternalError;
    throw new McpError(code, error.message, { [errorMetaKey]: error });
  }
}
