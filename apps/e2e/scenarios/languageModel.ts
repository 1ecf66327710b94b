import { type Listener, listen } from './listener.ts';

/**
 * A language model of OpenAI's protocol that says what it is told, cut into pieces at every place: each answer in
 * pieces of one to five characters, so that no piece holds a whole tag, entity or link.
 */
export async function startLanguageModel(answers: readonly string[]): Promise<Listener> {
  let at = 0;
  return listen((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'parrot', object: 'model' }] }));
      return;
    }
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const text = answers[at++ % answers.length] ?? '';
    const send = (delta: object, finish: string | null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'parrot', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
      );
    send({ role: 'assistant', content: '' }, null);
    const pieces = cut([...text]);
    const next = () => {
      if (response.destroyed) return;
      // Some in one turn of the page's loop, some apart.
      for (const piece of pieces.splice(0, 7)) send({ content: piece }, null);
      if (pieces.length > 0) {
        setTimeout(next, 4);
        return;
      }
      send({}, 'stop');
      response.end('data: [DONE]\n\n');
    };
    next();
  });
}

function cut(characters: string[]): string[] {
  const pieces: string[] = [];
  for (let size = 1; characters.length > 0; size = (size % 5) + 1)
    pieces.push(characters.splice(0, size).join(''));
  return pieces;
}
