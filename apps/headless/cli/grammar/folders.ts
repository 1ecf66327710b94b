import type { Command } from 'commander';
import type { TargetOptions } from '../commands/folders.ts';
import { type Add, knowledgeBase, only } from './shared.ts';

export function addFolderCommands(add: Add, parent: Command): void {
  const folders = () => import('../commands/folders.ts');
  const inBase = () => knowledgeBase('only as watched for this knowledge base');
  add('list', 'list the watched folders', async (context) => (await folders()).listFolders(context), {
    parent,
    isDefault: true,
  });
  for (const verb of ['pause', 'resume'] as const)
    add<TargetOptions>(
      `${verb} <folder>`,
      verb === 'pause' ? 'leave its changes alone for now' : 'follow its changes again',
      async (context, args, options) => (await folders()).changeFolder(context, verb, only(args), options),
      { parent },
    ).addOption(inBase());
  add<TargetOptions & { documents?: boolean }>(
    'remove <folder>',
    'no longer watch a folder',
    async (context, args, options) => (await folders()).removeFolder(context, only(args), options),
    { parent },
  )
    .addOption(inBase())
    .option('--documents', 'take its documents out of the library too');
  add<TargetOptions>(
    'excluded <folder>',
    'what was removed from the library although it lies in a watched folder',
    async (context, args, options) => (await folders()).listExcluded(context, only(args), options),
    { parent },
  ).addOption(inBase());
  add<TargetOptions>(
    'include <folder> [path...]',
    'take back into the library what was removed: these paths, or everything',
    async (context, args, options) => (await folders()).include(context, args, options),
    { parent },
  ).addOption(inBase());
  add(
    'grace [days]',
    'for how long a document whose file is gone can come back as it was',
    async (context, args) => (await folders()).grace(context, args[0]),
    { parent },
  );
}
