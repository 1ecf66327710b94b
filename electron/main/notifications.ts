import type { AppTarget } from '@adiuva/contracts';
import { Notification } from 'electron';

export interface Notifier {
  /** A click opens `target`. Where the system shows none, nothing happens. */
  notify(words: { title: string; body: string }, target: AppTarget): void;
}

/** Notifications that nobody clicked away are kept so long, so that a click still finds them. */
const mostKept = 20;

export function createNotifier(open: (target: AppTarget) => void): Notifier {
  const kept = new Set<Notification>();
  return {
    notify({ title, body }, target) {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      kept.add(notification);
      const [oldest] = kept;
      if (oldest && kept.size > mostKept) kept.delete(oldest);
      notification.on('click', () => {
        kept.delete(notification);
        open(target);
      });
      notification.on('close', () => kept.delete(notification));
      notification.show();
    },
  };
}
