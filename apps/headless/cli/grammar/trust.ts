import { auditKindSchema } from '@adiuva/contracts/rpc';
import { Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import type { AuditOptions } from '../commands/audit.ts';
import type { Add } from './shared.ts';

export function addTrustCommands(add: Add): void {
  add<AuditOptions>(
    'audit',
    'who changed what, and what left this machine',
    async (context, _args, options) => (await import('../commands/audit.ts')).audit(context, options),
  )
    .addOption(new Option('--kind <kind>', 'only these').choices(auditKindSchema.options))
    .addOption(new Option('--limit <n>', 'most entries').argParser(wholeNumber(1, 1000)).default(50))
    .addOption(new Option('--after <next>', 'the page after the one that ended with this'));
  add('settings [name] [value]', 'show the settings, or change one (isOffline true)', async (context, args) =>
    (await import('../commands/settings.ts')).settings(context, args[0], args[1]),
  );
}
