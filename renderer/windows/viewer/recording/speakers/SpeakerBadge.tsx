import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import type { CSSProperties } from 'react';
import { speakerColors, speakerLook } from './speakerLook.ts';
import classes from './speakers.module.css';

interface SpeakerBadgeProps {
  speaker: Pick<RecordingSpeaker, 'number' | 'name' | 'isNamed'>;
  size?: 'small' | 'normal';
}

/** A speaker at a glance; the name stands beside it. */
export function SpeakerBadge({ speaker, size = 'normal' }: SpeakerBadgeProps) {
  const { initials, isRinged } = speakerLook(speaker.number, speaker.name, speaker.isNamed);
  return (
    <span
      className={classes.badge}
      data-size={size}
      data-ringed={isRinged || undefined}
      style={speakerStyle(speaker.number)}
      aria-hidden
    >
      {initials}
    </span>
  );
}

/** The speaker's colour as `--speaker`, right in either scheme. Nobody in particular is grey. */
export function speakerStyle(number: number | null): CSSProperties {
  const color = number === null ? undefined : speakerColors[number % speakerColors.length];
  const value = color
    ? `light-dark(${color.light}, ${color.dark})`
    : 'light-dark(var(--mantine-color-gray-5), var(--mantine-color-dark-3))';
  return { '--speaker': value } as CSSProperties;
}
