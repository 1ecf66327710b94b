import { Button, Group, Kbd, Text } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';
import classes from '../settings.module.css';
import { acceleratorKeys, toAccelerator } from './accelerator.ts';

/** The key that opens quick-chat from anywhere: shown, pressed anew, or taken away. Only on the desktop. */
export function ShortcutSetting() {
  const { t } = useTranslation(['settings', 'common']);
  const shell = useShell();
  const { fail } = useNotices();
  const [isListening, setListening] = useState(false);
  if (!shell) return null;
  const { settings, shortcutState, platform } = shell.info;
  const isMac = platform === 'darwin';
  const set = (shortcut: string | null): void => {
    shell.call('shell.changeSettings', { shortcut }).catch(fail);
  };

  function onKeyDown(event: KeyboardEvent): void {
    if (!isListening) return;
    if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setListening(false);
      return;
    }
    const shortcut = toAccelerator(event.nativeEvent, isMac);
    if (!shortcut) return;
    setListening(false);
    set(shortcut);
  }

  const isWrong = shortcutState === 'taken' || shortcutState === 'invalid';
  return (
    <div>
      <Text size="sm" fw={500} mb={4} id="shortcut-label">
        {t('shortcut.label')}
      </Text>
      <Group gap="sm">
        <Button
          variant="default"
          aria-labelledby="shortcut-label shortcut-keys"
          onClick={() => setListening(!isListening)}
          onKeyDown={onKeyDown}
          onBlur={() => setListening(false)}
        >
          <span id="shortcut-keys" className={classes.keys} aria-live="polite">
            {isListening
              ? t('shortcut.press')
              : settings.shortcut === null
                ? t('shortcut.none')
                : acceleratorKeys(settings.shortcut, isMac).map((key) => <Kbd key={key}>{key}</Kbd>)}
          </span>
        </Button>
        {settings.shortcut !== null && (
          <Button variant="subtle" color="gray" onClick={() => set(null)}>
            {t('shortcut.remove')}
          </Button>
        )}
      </Group>
      <Text size="sm" c={isWrong ? 'red' : 'dimmed'} mt={4} role={isWrong ? 'alert' : undefined}>
        {isListening ? t('shortcut.help') : t(`shortcut.states.${shortcutState}`)}
      </Text>
    </div>
  );
}
