import type { Answer, AskEvent, AskScope, Attachment } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import type { Connection } from '../../../client/index.ts';

/** An answer on its way. */
export interface LiveAnswer {
  readonly key: string;
  /** Null until the engine has kept the question of a new conversation. */
  readonly conversationId: string | null;
  readonly questionId: string | null;
  readonly messageId: string | null;
  readonly question: string;
  readonly scope: AskScope;
  readonly attachments: readonly Attachment[];
  /** As it was asked for; undefined: the default of the settings. */
  readonly model: string | undefined;
  /** Set where an answer was asked for again: the one that it will stand beside. */
  readonly regenerates: string | null;
  /** The answer that an own parent was chosen for: an edited question. Undefined: the end of the branch that is shown. */
  readonly parentId: string | null | undefined;
  readonly phase: 'searching' | 'reading' | 'writing' | 'ended';
  /** Paths of what is being read, best first. */
  readonly documents: readonly string[];
  readonly text: string;
  readonly answer: Answer | null;
  /** Why it ended without an answer; a stop is no error. */
  readonly error: unknown;
  readonly wasStopped: boolean;
}

export interface AskRequest {
  question: string;
  scope: AskScope;
  attachments: readonly Attachment[];
  model: string | undefined;
  conversationId: string | null;
  parentId?: string | null | undefined;
}

export interface RegenerateRequest {
  conversationId: string;
  messageId: string;
  question: string;
  model: string | undefined;
}

export interface LiveAnswers {
  /** @returns the key of the answer */
  ask(request: AskRequest): string;
  regenerate(request: RegenerateRequest): string;
  stop(key: string): void;
  /** What has ended and is shown by other means goes. */
  discard(key: string): void;
  get(key: string): LiveAnswer | undefined;
  of(conversationId: string): LiveAnswer | undefined;
  /** As they were when one last began, ended or changed its phase: words alone do not change it. */
  all(): readonly LiveAnswer[];
  subscribe(listener: () => void): () => void;
}

type Client = Connection['client'];

const longestFrameMs = 250;

/** Once a frame, and now and then in a window that is out of sight. */
function inNextFrame(run: () => void): void {
  let isDone = false;
  const once = () => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    run();
  };
  const timer = setTimeout(once, longestFrameMs);
  const frame = requestAnimationFrame(once);
}

/**
 * The answers that are being written, for as long as the window is there: they go on while another conversation or
 * another view is shown. What arrives is told once a frame.
 */
export function createLiveAnswers(
  client: Client,
  schedule: (run: () => void) => void = inNextFrame,
): LiveAnswers {
  const listeners = new Set<() => void>();
  const controllers = new Map<string, AbortController>();
  let answers: readonly LiveAnswer[] = [];
  let quiet: readonly LiveAnswer[] = [];
  let isScheduled = false;
  let count = 0;
  /** Words that came since the last frame. */
  const fresh = new Map<string, string>();

  function tell(isQuiet = true): void {
    if (isQuiet) quiet = answers;
    for (const listener of [...listeners]) listener();
  }

  function change(key: string, update: Partial<LiveAnswer>): void {
    const words = fresh.get(key) ?? '';
    fresh.delete(key);
    answers = answers.map((one) => (one.key === key ? { ...one, text: one.text + words, ...update } : one));
    tell();
  }

  function write(key: string, delta: string): void {
    fresh.set(key, (fresh.get(key) ?? '') + delta);
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      const due = [...fresh];
      fresh.clear();
      const hasBegun = answers.some(
        ({ key, phase }) => phase !== 'writing' && due.some(([one]) => one === key),
      );
      answers = answers.map((one) => {
        const words = due.find(([key]) => key === one.key)?.[1];
        return words === undefined ? one : { ...one, text: one.text + words, phase: 'writing' };
      });
      tell(hasBegun);
    });
  }

  function begin(
    first: Pick<
      LiveAnswer,
      'conversationId' | 'question' | 'scope' | 'attachments' | 'model' | 'regenerates' | 'parentId'
    >,
    call: (options: { signal: AbortSignal; onEvent(event: AskEvent): void }) => Promise<Answer>,
  ): string {
    count += 1;
    const key = `answer-${count}`;
    const controller = new AbortController();
    controllers.set(key, controller);
    const empty = { questionId: null, messageId: null, documents: [], text: '', answer: null, error: null };
    answers = [...answers, { ...first, ...empty, key, phase: 'searching', wasStopped: false }];
    tell();
    const onEvent = (event: AskEvent) => {
      if (event.type === 'started') {
        const { conversationId, questionId, messageId } = event;
        change(key, { conversationId, questionId, messageId });
      } else if (event.type === 'retrieved') change(key, { phase: 'reading', documents: event.documents });
      else write(key, event.delta);
    };
    void call({ signal: controller.signal, onEvent })
      .then(
        (answer) => change(key, { answer, text: answer.answer, phase: 'ended', messageId: answer.messageId }),
        (error: unknown) =>
          change(key, {
            phase: 'ended',
            ...(hasCode(error, 'cancelled') ? { wasStopped: true } : { error }),
          }),
      )
      .finally(() => controllers.delete(key));
    return key;
  }

  return {
    ask({ question, scope, attachments, model, conversationId, parentId }) {
      const isNarrowed = scope.knowledgeBases.length > 0 || scope.documentIds.length > 0;
      const input = {
        question,
        ...(isNarrowed && { scope }),
        ...(attachments.length > 0 && { attachments: attachments.map(({ documentId }) => documentId) }),
        ...(model !== undefined && { model }),
        ...(conversationId !== null && { conversationId }),
        ...(parentId !== undefined && { parentId }),
      };
      return begin(
        { conversationId, question, scope, attachments, model, parentId, regenerates: null },
        (options) => client.call('chat.ask', input, options),
      );
    },
    regenerate({ conversationId, messageId, question, model }) {
      const scope = { knowledgeBases: [], documentIds: [] };
      const first = { conversationId, question, scope, attachments: [], model, regenerates: messageId };
      return begin({ ...first, parentId: undefined }, (options) =>
        client.call(
          'chat.regenerate',
          { conversationId, messageId, ...(model !== undefined && { model }) },
          options,
        ),
      );
    },
    stop: (key) => controllers.get(key)?.abort(),
    discard(key) {
      controllers.get(key)?.abort();
      fresh.delete(key);
      answers = answers.filter((one) => one.key !== key);
      tell();
    },
    get: (key) => answers.find((one) => one.key === key),
    of: (conversationId) => answers.findLast((one) => one.conversationId === conversationId),
    all: () => quiet,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
