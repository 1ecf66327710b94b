import type { auditRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import type { AuditLog } from '#audit';
import { AppError, type Principal } from '#base';
import { requireLocalUser } from './jobsApi.ts';

/** Only the local user reads who did what. */
export function createAuditApi(audit: AuditLog): Handlers<typeof auditRpc, Principal> {
  return {
    async 'audit.list'({ kind, limit = 200, after }, { caller }) {
      requireLocalUser(caller);
      const before = after === undefined ? Number.MAX_SAFE_INTEGER : readCursor(after);
      const entries = await audit.list({ kind, before, limit });
      return { entries, next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) };
    },
  };
}

function readCursor(after: string): number {
  const id = /^\d{1,15}$/.test(after) ? Number(after) : Number.NaN;
  if (Number.isNaN(id))
    throw new AppError(
      'invalid_input',
      'This is not where a page of the log ended. Begin with the first page.',
    );
  return id;
}
