import { Button, Group, Select, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaptureSession } from './captureSession.ts';
import {
  type InputDevice,
  type InputProblem,
  listMicrophones,
  openMicrophone,
  problemOf,
} from './soundInput.ts';

const bySystem = 'system';

/** Another microphone in the place of one that is gone; the recording goes on with it. */
export function MicrophoneChoice({ session }: { session: CaptureSession }) {
  const { t } = useTranslation('capture');
  const [devices, setDevices] = useState<readonly InputDevice[]>([]);
  const [chosen, setChosen] = useState(bySystem);
  const [problem, setProblem] = useState<InputProblem | null>(null);
  useEffect(() => {
    const look = () => void listMicrophones().then(setDevices, () => undefined);
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, []);
  const goOn = () =>
    void openMicrophone(chosen === bySystem ? null : chosen, session.capture.sources.includes('system')).then(
      (stream) => {
        session.replace('microphone', stream);
        session.resume();
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  return (
    <Group gap="xs" mt={6}>
      <Select
        size="xs"
        aria-label={t('device')}
        data={[
          { value: bySystem, label: t('deviceDefault') },
          ...devices.map(({ id, label }, at) => ({
            value: id,
            label: label || t('deviceNumber', { number: at + 1 }),
          })),
        ]}
        value={chosen}
        allowDeselect={false}
        onChange={(id) => id && setChosen(id)}
      />
      <Button size="xs" onClick={goOn}>
        {t('resume')}
      </Button>
      {problem && (
        <Text size="sm" role="alert">
          {t(`problems.${problem}`)}
        </Text>
      )}
    </Group>
  );
}
