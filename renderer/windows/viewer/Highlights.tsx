import type { Box } from '@adiuva/contracts';
import { type MarkKind, percent } from './marks.ts';
import classes from './viewer.module.css';

export interface Highlight {
  kind: MarkKind;
  boxes: readonly Box[];
}

/** Over a page or a picture: what is cited, found and looked at. */
export function Highlights({ highlights }: { highlights: readonly Highlight[] }) {
  return highlights.flatMap(({ kind, boxes }) =>
    boxes.map((box) => (
      <span
        key={`${kind} ${box.x} ${box.y} ${box.width} ${box.height}`}
        className={classes.box}
        data-kind={kind}
        style={{
          left: percent(box.x),
          top: percent(box.y),
          width: percent(Math.min(box.width, 1 - box.x)),
          height: percent(Math.min(box.height, 1 - box.y)),
        }}
      />
    )),
  );
}
