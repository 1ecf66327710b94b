interface Sight {
  /** Where its top comes to stand, as a share of the height. */
  at: number;
  isSmooth: boolean;
}

/** What is higher up and lower down than this, as shares of the height, is brought nearer. */
const comfortable = { from: 0.08, to: 0.7 };

/** Scrolls only when the element is not where one reads. */
export function keepInSight(area: HTMLElement, element: Element, { at, isSmooth }: Sight): void {
  const { top, bottom } = area.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const height = bottom - top;
  if (own.top >= top + height * comfortable.from && own.bottom <= top + height * comfortable.to) return;
  const to = area.scrollTop + own.top - top - height * at;
  area.scrollTo({ top: to, behavior: isSmooth ? 'smooth' : 'instant' });
}

/** Heights above it may still settle: it is gone to until it stays where it is. @returns what ends it */
export function settleInSight(area: HTMLElement, find: () => Element | null, at: number): () => void {
  let tries = 0;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    const element = find();
    if (element) {
      const { top, height } = area.getBoundingClientRect();
      const away = element.getBoundingClientRect().top - top - height * at;
      if (Math.abs(away) > 3) area.scrollTop += away;
    }
    tries += 1;
    if (tries >= 12) return;
    timer = setTimeout(() => {
      frame = requestAnimationFrame(go);
    }, 30);
  };
  frame = requestAnimationFrame(go);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
