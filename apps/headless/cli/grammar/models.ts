import type { Command } from 'commander';
import { type Add, only } from './shared.ts';

export function addModelCommands(add: Add, parent: Command): void {
  add<{ auto?: boolean }>(
    'ocr [language...]',
    'languages of text recognition: show them, or choose (eng, deu)',
    async (context, args, options) =>
      (await import('../commands/ocr.ts')).ocrLanguages(context, args, options),
  ).option('--auto', 'as documents and system suggest');
  const models = () => import('../commands/models.ts');
  add('list', 'list the models', async (context) => (await models()).listModels(context), {
    parent,
    isDefault: true,
  });
  add(
    'install <id>',
    'download a model',
    async (context, args) => (await models()).installModel(context, only(args)),
    { parent },
  );
  add<{ id?: string }>(
    'import <path>',
    'take a model from a file or folder',
    async (context, args, options) => (await models()).importModel(context, only(args), options),
    { parent },
  ).option('--id <id>', 'which model it is, where its name does not say');
  add(
    'remove <id>',
    "delete a model's files",
    async (context, args) => (await models()).removeModel(context, only(args)),
    { parent },
  );
  add(
    'use <id>',
    'embed the library with this model from now on',
    async (context, args) => (await models()).useModel(context, only(args)),
    { parent },
  );
}
