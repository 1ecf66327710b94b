import { useCallback, useEffect, useRef } from 'react';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';

interface ExportOptions {
  conversationId: string | null;
  title: string;
  /** Draws everything that is to be printed. */
  prepare(): void;
  onSaved(format: 'markdown' | 'pdf'): void;
}

/** Saves the branch that is shown as Markdown, or prints it. */
export function useExport(options: ExportOptions): (format: 'markdown' | 'pdf') => void {
  const { client, host } = useConnection();
  const { fail } = useNotices();
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    let restore: (() => void) | null = null;
    const begin = () => {
      latest.current.prepare();
      restore ??= printLight();
    };
    const end = () => {
      restore?.();
      restore = null;
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return useCallback(
    (format) => {
      const { conversationId, title, prepare, onSaved } = latest.current;
      if (conversationId === null) return;
      async function save(id: string): Promise<boolean> {
        if (format === 'pdf') {
          prepare();
          // What was just drawn is laid out first; menus close.
          await new Promise((resolve) => setTimeout(resolve, 250));
          const restore = printLight();
          try {
            const isPrinted = await host.print(`${fileStem(title)}.pdf`);
            return isPrinted && host.shell !== null;
          } finally {
            restore();
          }
        }
        const { name, text } = await client.call('chat.export', { conversationId: id, format: 'markdown' });
        return host.saveText(name, text);
      }
      save(conversationId).then((isSaved) => {
        if (isSaved) onSaved(format);
      }, fail);
    },
    [client, host, fail],
  );
}

/** Paper is white. @returns what brings back the window's own colours */
function printLight(): () => void {
  const root = document.documentElement;
  const name = 'data-mantine-color-scheme';
  const before = root.getAttribute(name);
  if (before === null || before === 'light') return () => undefined;
  root.setAttribute(name, 'light');
  return () => root.setAttribute(name, before);
}

/** A title without what file systems do not take. */
function fileStem(title: string): string {
  const stem = title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return stem.slice(0, 80).replace(/[. ]+$/, '') || 'Adiuva';
}
