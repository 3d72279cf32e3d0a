/** Lines that code wrote, and how many were left out. */
export interface Written {
  lines: readonly string[];
  dropped: number;
}

export const NOTHING_WRITTEN: Written = { lines: [], dropped: 0 };

const DRAW_MS = 100;

/** Lines come in hundreds: they are told together, at most ten times a second. Begins with nothing. */
export function gathered(tell: (written: Written) => void): {
  add(line: string): void;
  leftOut(count: number): void;
  /** Tells what is still to be told. */
  end(): void;
} {
  const lines: string[] = [];
  let dropped = 0;
  let drawing: ReturnType<typeof setTimeout> | undefined;
  const draw = (): void => {
    clearTimeout(drawing);
    drawing = undefined;
    tell({ lines: [...lines], dropped });
  };
  const soon = (): void => void (drawing ??= setTimeout(draw, DRAW_MS));
  draw();
  return {
    add(line) {
      lines.push(line);
      soon();
    },
    leftOut(count) {
      dropped = count;
      soon();
    },
    end: draw,
  };
}
