import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, memo, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../../../client/index.ts';
import { useFormat } from '../../../../messages/index.ts';
import { speakerStyle } from '../speakers/SpeakerBadge.tsx';
import type { TimeRange } from '../transcript/marksInTime.ts';
import { useOpenRecording } from '../useRecording.ts';
import classes from './player.module.css';
import { skipMs, stepMs } from './playerKeys.ts';
import { barsOf, stripPaths, type Turn, turnsOf } from './strip.ts';
import { usePosition } from './usePlayer.ts';

interface WaveformProps {
  segments: readonly TranscriptSegment[];
  /** What an answer or a search points to. */
  cited: TimeRange | null;
}

const pixelsABar = 4;
const pageMs = 60_000;

/** The whole recording at a glance: how loud, and whose turn; pressing it goes there. */
export function Waveform({ segments, cited }: WaveformProps) {
  const { t } = useTranslation('recording');
  const { clock } = useFormat();
  const { recording, player } = useOpenRecording();
  const { durationMs, chapters, speakers, documentId } = recording;
  const { data } = useQuery('recordings.waveform', { documentId });
  const { ref, width } = useElementSize<HTMLDivElement>();
  const played = useRef<SVGSVGElement>(null);
  const head = useRef<HTMLSpanElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const turns = useMemo(() => turnsOf(segments), [segments]);
  const bars = useMemo(
    () => barsOf(data?.peaks ?? [], Math.max(20, Math.floor(width / pixelsABar))),
    [data, width],
  );
  const seconds = usePosition(player, toSeconds);

  // Every frame, past React: nothing but a clip and a line move.
  useEffect(() => {
    const show = (ms: number) => {
      const share = durationMs > 0 ? Math.min(1, ms / durationMs) * 100 : 0;
      if (played.current) played.current.style.clipPath = `inset(0 ${100 - share}% 0 0)`;
      if (head.current) head.current.style.left = `${share}%`;
    };
    show(player.positionMs());
    return player.onPosition(show);
  }, [player, durationMs]);

  const timeAt = (event: PointerEvent<HTMLElement>) => {
    const { left, width: whole } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / Math.max(1, whole))) * durationMs;
  };
  function onKeyDown(event: KeyboardEvent): void {
    const by: Record<string, number> = {
      ArrowLeft: -stepMs,
      ArrowDown: -stepMs,
      ArrowRight: stepMs,
      ArrowUp: stepMs,
      PageDown: -pageMs,
      PageUp: pageMs,
    };
    if (event.key === 'Home') player.seek(0);
    else if (event.key === 'End') player.seek(durationMs - skipMs);
    else if (by[event.key] !== undefined) player.skip(by[event.key] ?? 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const speakerAt = (ms: number) => {
    const turn = turns.find(({ startMs, endMs }) => startMs <= ms && endMs > ms);
    return turn && speakers.find(({ number }) => number === turn.speaker)?.name;
  };
  const wordsAt = (ms: number) => {
    const chapter = chapters.findLast(({ startMs, endMs }) => startMs <= ms && endMs > ms)?.title;
    return [clock(ms), speakerAt(ms), chapter].filter(Boolean).join(' · ');
  };
  const percent = (ms: number) => `${durationMs > 0 ? (100 * ms) / durationMs : 0}%`;

  return (
    <div
      ref={ref}
      className={classes.strip}
      role="slider"
      tabIndex={0}
      aria-label={t('player.place')}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={seconds}
      aria-valuetext={t('player.placeOf', { time: wordsAt(seconds * 1000), length: clock(durationMs) })}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        player.seek(timeAt(event));
      }}
      onPointerMove={(event) => {
        setPointed(timeAt(event));
        if (event.currentTarget.hasPointerCapture(event.pointerId)) player.seek(timeAt(event));
      }}
      onPointerLeave={() => setPointed(null)}
    >
      {cited && (
        <span
          className={classes.cited}
          style={{
            left: percent(cited.startMs),
            width: percent(Math.max(cited.endMs - cited.startMs, durationMs / 300)),
          }}
        />
      )}
      <Strip className={classes.ahead ?? ''} bars={bars} durationMs={durationMs} turns={turns} />
      <Strip
        ref={played}
        className={classes.played ?? ''}
        bars={bars}
        durationMs={durationMs}
        turns={turns}
      />
      {chapters.map(({ startMs, title }) => (
        <span key={`${startMs} ${title}`} className={classes.chapter} style={{ left: percent(startMs) }} />
      ))}
      <span ref={head} className={classes.head} />
      {pointed !== null && (
        <span
          className={classes.pointed}
          data-side={pointed > durationMs / 2 ? 'left' : 'right'}
          style={{ left: percent(pointed) }}
        >
          {wordsAt(pointed)}
        </span>
      )}
    </div>
  );
}

const toSeconds = (ms: number) => Math.floor(ms / 1000);

interface StripProps {
  ref?: React.Ref<SVGSVGElement>;
  className: string;
  bars: readonly number[];
  durationMs: number;
  turns: readonly Turn[];
}

const Strip = memo(function Strip({ ref, className, bars, durationMs, turns }: StripProps) {
  const paths = useMemo(() => stripPaths(bars, durationMs, turns), [bars, durationMs, turns]);
  return (
    <svg
      ref={ref}
      className={`${classes.bars} ${className}`}
      viewBox={`0 0 ${bars.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {[...paths].map(([speaker, path]) => (
        <path key={speaker ?? 'nobody'} d={path} style={speakerStyle(speaker)} />
      ))}
    </svg>
  );
});
