import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { phaseWords } from './AnswerCard.tsx';
import { type AnnouncedText, createAnnouncedText } from './announcedText.ts';
import { useChatSession } from './session/ChatSession.tsx';
import type { LiveAnswer } from './session/liveAnswers.ts';

const everyMs = 4000;

/** Tells screen readers how the answer comes along: its sentences now and then, never its single words. */
export function Announcer({ live }: { live: LiveAnswer | null }) {
  const { t } = useTranslation('chat');
  const { answers } = useChatSession();
  const [told, setTold] = useState('');
  const latest = useRef(live);
  const text = useRef<{ key: string; announced: AnnouncedText } | null>(null);
  latest.current = live ?? latest.current;
  const phase = live?.phase ?? 'ended';
  const key = live?.key ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the phase changes
  useEffect(() => {
    if (live && (phase === 'searching' || phase === 'reading')) setTold(phaseWords(t, phase, live.documents));
  }, [key, phase, t]);

  useEffect(() => {
    if (key === null) return;
    const announced = createAnnouncedText();
    text.current = { key, announced };
    const textOf = () => answers.get(key)?.text ?? latest.current?.text ?? '';
    const tell = (isEnded: boolean) => {
      const words = announced.next(textOf(), isEnded);
      if (words !== '') setTold(words);
    };
    const timer = setInterval(() => tell(false), everyMs);
    return () => {
      clearInterval(timer);
      const rest = announced.next(textOf(), true);
      setTold(`${rest} ${latest.current?.wasStopped ? t('phase.stopped') : t('phase.done')}`.trim());
    };
  }, [key, t, answers]);

  return (
    <VisuallyHidden role="status" aria-live="polite">
      {told}
    </VisuallyHidden>
  );
}
