import { type Command, Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { type Add, only } from './shared.ts';

export function addKnowledgeBaseCommands(add: Add, parent: Command): void {
  const bases = () => import('../commands/knowledgeBases.ts');
  add('list', 'list the knowledge bases', async (context) => (await bases()).listKnowledgeBases(context), {
    parent,
    isDefault: true,
  });
  add(
    'create <name>',
    'make an empty one',
    async (context, args) => (await bases()).createKnowledgeBase(context, only(args)),
    { parent },
  );
  add(
    'rename <name> <new-name>',
    'give one another name',
    async (context, args) => (await bases()).renameKnowledgeBase(context, args),
    { parent },
  );
  add(
    'remove <name>',
    'take one out of the library with its documents and watched folders',
    async (context, args) => (await bases()).removeKnowledgeBase(context, only(args)),
    { parent },
  );
  add(
    'move <kb> <document...>',
    'put documents, by id or path, into another knowledge base',
    async (context, args) => (await bases()).move(context, args),
  );
  add<{ limit: number }>(
    'similar <document>',
    'the documents that say most like it, by id or path',
    async (context, args, options) => (await bases()).similar(context, only(args), options),
  ).addOption(new Option('--limit <n>', 'most documents').argParser(wholeNumber(1, 50)).default(10));
}
