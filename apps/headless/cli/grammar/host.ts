import { Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { type Add, only } from './shared.ts';

export function addHostCommands(add: Add): void {
  const backups = () => import('../commands/backup.ts');
  add<{ port: number }>(
    'serve',
    'open Adiuva in a browser on this machine',
    async (context, _args, options) => (await import('../commands/serve.ts')).serve(context, options),
  ).addOption(
    new Option('--port <n>', 'TCP port; 0 picks a free one').argParser(wholeNumber(0, 65_535)).default(0),
  );
  add('mcp', 'speak the Model Context Protocol on stdin and stdout', async (context) =>
    (await import('../commands/mcp.ts')).mcp(context),
  );
  add('doctor', 'check that everything works', async (context) =>
    (await import('../commands/doctor.ts')).doctor(context),
  );
  add('backup <file>', 'write the library to one file', async (context, args) =>
    (await backups()).backup(context, only(args)),
  );
  add('restore <file>', 'bring a library back from a backup', async (context, args) =>
    (await backups()).restore(context, only(args)),
  );
}
