import type { Command } from 'commander';
import { type Add, knowledgeBase } from './shared.ts';

export function addTagCommands(add: Add, parent: Command): void {
  const tags = () => import('../commands/tag.ts');
  add<{ kb?: string }>(
    'list',
    'list the tags',
    async (context, _args, options) => (await tags()).listTags(context, options),
    { parent, isDefault: true },
  ).addOption(knowledgeBase('only of this knowledge base'));
  add(
    'add <tag> <document...>',
    'tag documents, by id or path, or all under a folder',
    async (context, args) => (await tags()).changeTag(context, 'add', args),
    { parent },
  );
  add(
    'remove <tag> <document...>',
    'take a tag from documents',
    async (context, args) => (await tags()).changeTag(context, 'remove', args),
    { parent },
  );
  add(
    'rename <tag> <name>',
    'give a tag another name on all documents',
    async (context, args) => (await tags()).renameTag(context, args),
    { parent },
  );
}
