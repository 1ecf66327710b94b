import type { AuditEntry } from '@adiuva/contracts/rpc';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, style } from '../output.ts';
import { table } from '../table.ts';

export interface AuditOptions {
  kind?: AuditEntry['kind'];
  limit: number;
  after?: string;
}

export async function audit(context: CommandContext, { kind, limit, after }: AuditOptions): Promise<void> {
  const engine = await context.engine();
  const input = { limit, ...(kind && { kind }), ...(after !== undefined && { after }) };
  const output = await engine.call('audit.list', input, { signal: context.signal });
  context.result(output, () => {
    if (output.entries.length === 0) return ['Nothing is noted.'];
    const more = output.next === null ? [] : [style('dim', `More: adiuva audit --after ${output.next}`)];
    return [...auditTable(output.entries), ...more];
  });
}

function auditTable(entries: readonly AuditEntry[]): string[] {
  return table(
    ['WHEN', 'WHO', 'WHAT', 'ACTION', 'BYTES', 'SUBJECT'],
    entries.map(({ at, caller, kind, action, bytes, subject }) => [
      new Date(at).toISOString(),
      oneLine(caller),
      kind === 'refused' ? style('red', kind) : kind,
      action,
      bytes === undefined ? '' : String(bytes),
      oneLine(subject),
    ]),
  );
}
