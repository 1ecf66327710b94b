import { useTranslation } from 'react-i18next';
import { useShell } from '../../client/index.ts';
import { usePathPrompt } from '../../components/usePathPrompt.tsx';
import { useNotices } from '../../frame/notices.tsx';
import { useModelWork } from './ModelWork.tsx';

/** Takes a model from a file or folder: by the desktop's own dialog, or by its path in a browser. */
export function useImport(): (id: string, name: string) => void {
  const { t } = useTranslation('models');
  const shell = useShell();
  const { fail } = useNotices();
  const { importFrom } = useModelWork();
  const askPath = usePathPrompt();

  async function choose(name: string): Promise<string | null> {
    if (shell) return (await shell.call('shell.pickFiles', { kind: 'model' })).paths[0] ?? null;
    return askPath({ title: t('importTitle', { name }), label: t('importPath'), action: t('import') });
  }
  return (id, name) =>
    void choose(name).then((path) => {
      if (path !== null) importFrom(path, id, name);
    }, fail);
}
