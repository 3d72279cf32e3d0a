import { memo, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { markRead } from '../store/notebook.ts';
import { usePlace } from '../store/place.ts';
import type { CellBody, CellDefinition } from './cell.ts';
import classes from './Cell.module.css';
import { CellHead } from './CellHead.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { ErrorBox } from './ErrorBox.tsx';
import { cellElementId } from './focus.ts';
import { Prose } from './Prose.tsx';
import { CellScopeContext, useCell } from './use-cell.ts';

/** Height kept for a body that says nothing about its own. */
const DEFAULT_HEIGHT = 160;

/** How long the end of a text must be in view to count as read. */
const READ_AFTER_MS = 1500;

/** Marks a text as read once its end has been in view for a moment. */
function ReadMark({ lesson, cell }: { lesson: string; cell: string }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const end = ref.current;
    if (!end) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(([entry]) => {
      clearTimeout(timer);
      if (entry?.isIntersecting) timer = setTimeout(() => markRead(lesson, cell), READ_AFTER_MS);
    });
    observer.observe(end);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [lesson, cell]);
  return <div ref={ref} />;
}

function CellError() {
  const { state, error, run } = useCell();
  return state === 'failed' && error && <ErrorBox error={error} onRetry={run} />;
}

function Card({ definition, body, onSlot }: CardProps) {
  const { Component } = body;
  return (
    <div className={classes.card} data-card>
      <CellHead definition={definition} onSlot={onSlot} />
      <div className={classes.body} data-cell-body style={{ minHeight: definition.height ?? DEFAULT_HEIGHT }}>
        <CellError />
        <ErrorBoundary what="This cell">
          <Suspense fallback={<p className={classes.loading}>Loading…</p>}>
            <Component />
          </Suspense>
        </ErrorBoundary>
      </div>
    </div>
  );
}

interface CardProps {
  definition: CellDefinition;
  body: CellBody;
  onSlot: (element: HTMLElement | null) => void;
}

/**
 * One cell of the notebook: its prose, and below it the card with its work. The section as a whole can have the focus:
 * then single keys are commands (see commands.ts).
 */
export const Cell = memo(function Cell({
  lesson,
  definition,
}: {
  lesson: string;
  definition: CellDefinition;
}) {
  const { id, title, prose: Text, body } = definition;
  const [actionsSlot, setActionsSlot] = useState<HTMLElement | null>(null);
  const scope = useMemo(() => ({ lesson, cell: id, actionsSlot }), [lesson, id, actionsSlot]);
  return (
    <CellScopeContext value={scope}>
      <section
        id={cellElementId(id)}
        data-cell={id}
        className={classes.cell}
        aria-label={title}
        tabIndex={-1}
        onFocus={() => usePlace.setState({ cell: id })}
      >
        {Text && (
          <Prose>
            <Text />
            {!body && <ReadMark lesson={lesson} cell={id} />}
          </Prose>
        )}
        {body && <Card definition={definition} body={body} onSlot={setActionsSlot} />}
      </section>
    </CellScopeContext>
  );
});
