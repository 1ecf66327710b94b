import type { Attachment } from '@adiuva/contracts/rpc';

/** What a question is narrowed to. */
export type ScopeItem =
  | { kind: 'knowledgeBase'; name: string }
  | { kind: 'document'; documentId: string; name: string };

/** A file on its way into the library. */
export interface AttachmentItem {
  readonly key: string;
  readonly name: string;
  readonly file: File | null;
  readonly state: 'sending' | 'reading' | 'ready' | 'failed';
  /** 0 to 1 of the step in hand, where it is known. */
  readonly fraction: number | null;
  readonly attachment: Attachment | null;
  readonly error: unknown;
}

/** A question that was not asked yet. */
export interface Draft {
  readonly text: string;
  readonly scope: readonly ScopeItem[];
  readonly attachments: readonly AttachmentItem[];
  /** The question that is being changed, and the answer it follows. */
  readonly editing: { readonly messageId: string; readonly parentId: string | null } | null;
  /** Why it came back. */
  readonly error: unknown;
}

export const emptyDraft: Draft = { text: '', scope: [], attachments: [], editing: null, error: null };

export interface Drafts {
  get(key: string): Draft;
  change(key: string, update: (draft: Draft) => Partial<Draft>): void;
  subscribe(listener: () => void): () => void;
}

/** Of a question that begins a conversation. */
export const newDraftKey = 'new';
const storageKey = 'adiuva-drafts';
const mostKept = 50;

/**
 * One draft for each conversation. Their words and scopes outlive a reload of the window; files that were being read
 * do not.
 */
export function createDrafts(storage: Pick<Storage, 'getItem' | 'setItem'>): Drafts {
  const listeners = new Set<() => void>();
  const drafts = readKept(storage);
  let isDirty = false;

  function keep(): void {
    isDirty = false;
    const kept = [...drafts]
      .filter(([, { text, scope, editing }]) => editing === null && (text !== '' || scope.length > 0))
      .slice(-mostKept)
      .map(([key, { text, scope }]) => [key, { text, scope }]);
    try {
      storage.setItem(storageKey, JSON.stringify(kept));
    } catch {
      // Full, or forbidden by the browser: they are kept for as long as the window is there.
    }
  }

  return {
    get: (key) => drafts.get(key) ?? emptyDraft,
    change(key, update) {
      const before = drafts.get(key) ?? emptyDraft;
      drafts.delete(key);
      drafts.set(key, { ...before, ...update(before) });
      for (const listener of [...listeners]) listener();
      if (isDirty) return;
      isDirty = true;
      setTimeout(keep, 300);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function readKept(storage: Pick<Storage, 'getItem'>): Map<string, Draft> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]');
    if (!Array.isArray(kept)) return new Map();
    return new Map(
      kept.flatMap(([key, draft]: [unknown, Partial<Draft> | undefined]) =>
        typeof key === 'string' && typeof draft?.text === 'string'
          ? [[key, { ...emptyDraft, text: draft.text, scope: readScope(draft.scope) }] as const]
          : [],
      ),
    );
  } catch {
    return new Map();
  }
}

function readScope(scope: unknown): ScopeItem[] {
  if (!Array.isArray(scope)) return [];
  return (scope as Partial<Record<string, unknown>>[]).flatMap((item): ScopeItem[] => {
    const { kind, name, documentId } = item ?? {};
    if (typeof name !== 'string') return [];
    if (kind === 'knowledgeBase') return [{ kind, name }];
    return kind === 'document' && typeof documentId === 'string' ? [{ kind, documentId, name }] : [];
  });
}
