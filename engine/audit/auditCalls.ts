import type { EngineContract } from '@adiuva/contracts/rpc';
import type { CallContext, Handlers } from '@adiuva/wire';
import { hasCode, type Principal } from '#base';
import type { Clock } from '#ports';
import { auditedProcedures } from './auditedProcedures.ts';
import type { AuditLog } from './createAuditLog.ts';

/** What takes longer is noted while it goes on, so that a kill in the middle of it leaves its trace. */
const notedAfterMs = 1_000;

type EngineHandlers = Handlers<EngineContract, Principal>;
type AnyCall = CallContext<unknown, Principal>;
type AnyHandler = (input: unknown, call: AnyCall) => unknown;
type AnySubject = (input: unknown, output: unknown) => string | null;

/** The same procedures, with their changes and what was forbidden of them in the log. */
export function auditCalls(handlers: EngineHandlers, audit: AuditLog, clock: Clock): EngineHandlers {
  const audited = Object.entries(handlers).map(([action, handler]) => {
    const subject = auditedProcedures[action as keyof EngineContract];
    return [action, auditCall(action, handler as AnyHandler, subject as AnySubject | 'not logged')];
  });
  return Object.fromEntries(audited) as EngineHandlers;

  function auditCall(action: string, handler: AnyHandler, subject: AnySubject | 'not logged'): AnyHandler {
    return (input, call) =>
      audit.as(call.caller.id, async () => {
        const at = clock.now();
        let isNoted = subject === 'not logged';
        const note = (output?: unknown) => {
          if (isNoted || subject === 'not logged') return;
          isNoted = true;
          const changed = subject(input, output);
          if (changed !== null) audit.record({ kind: 'change', action, subject: changed }, at);
        };
        const timer = isNoted ? undefined : setTimeout(note, notedAfterMs);
        try {
          const output = await handler(input, call);
          note(output);
          return output;
        } catch (error) {
          // What was stopped may have done some of it; what was refused or not found has done nothing.
          if (hasCode(error, 'cancelled')) note();
          if (hasCode(error, 'forbidden')) {
            const forbidden = subject === 'not logged' ? '' : (subject(input, undefined) ?? '');
            audit.record({ kind: 'refused', action, subject: forbidden }, at);
          }
          throw error;
        } finally {
          clearTimeout(timer);
        }
      });
  }
}
