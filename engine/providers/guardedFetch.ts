/** Far above any answer of text; a service that sends more is broken or hostile. */
const maxResponseBytes = 32 * 1024 * 1024;

/**
 * A fetch that goes only where the user said: a redirect would carry the key and the passages elsewhere, so it
 * is handed back as the refusal it is. The body is capped, so that a stream without end cannot fill the memory.
 */
export function guardFetch(reach: typeof fetch): typeof fetch {
  return async (input, init) => capped(await reach(input, { ...init, redirect: 'manual' }));
}

function capped(response: Response): Response {
  if (!response.body) return response;
  let received = 0;
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (received > maxResponseBytes)
          controller.error(new Error('The answer is longer than any answer is.'));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}
