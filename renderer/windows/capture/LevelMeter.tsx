import { useEffect, useRef } from 'react';
import classes from './capture.module.css';

interface LevelMeterProps {
  label: string;
  /** @returns what ends it */
  listen(onLevel: (level: number) => void): () => void;
  isSmall?: boolean;
}

/** Under this nothing can be seen: 60 decibels below the loudest. */
const quietestDb = -60;
/** How fast the bar falls. */
const decay = 0.82;

/** How loud it is, as ears hear: by decibels. */
export function LevelMeter({ label, listen, isSmall = false }: LevelMeterProps) {
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shown = 0;
    let told = -1;
    const show = (level: number) => {
      const decibels = level > 0 ? 20 * Math.log10(level) : quietestDb;
      const share = Math.max(0, Math.min(1, 1 - decibels / quietestDb));
      shown = Math.max(share, shown * decay);
      if (bar.current) bar.current.style.width = `${shown * 100}%`;
      const rounded = Math.round(shown * 10) * 10;
      if (rounded === told) return;
      told = rounded;
      meter.current?.setAttribute('aria-valuenow', String(rounded));
    };
    show(0);
    return listen(show);
  }, [listen]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the browser's own cannot be drawn fifteen times a second past React
    <div
      ref={meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className={classes.meter}
      data-small={isSmall || undefined}
    >
      <span ref={bar} className={classes.level} />
    </div>
  );
}
