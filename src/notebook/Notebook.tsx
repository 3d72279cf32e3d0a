import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, type ReactNode, Suspense, useEffect, useLayoutEffect } from 'react';
import { openNotebook } from '../store/notebook.ts';
import { useRecipe } from '../store/recipe.ts';
import { usePlace } from '../store/place.ts';
import { Announcer } from './Announcer.tsx';
import { Cell } from './Cell.tsx';
import { type LessonDefinition, plansOf } from './cell.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { goToCell } from './focus.ts';
import { LessonHead } from './LessonHead.tsx';
import classes from './Notebook.module.css';
import { Outline } from './Outline.tsx';
import { useFollow } from './use-follow.ts';
import { useScrollPlace } from './use-scroll-place.ts';

const RunPanel = lazy(() => import('./run-panel/RunPanel.tsx'));

function Run() {
  return (
    <ErrorBoundary what="The run panel">
      <Suspense fallback={null}>
        <RunPanel />
      </Suspense>
    </ErrorBoundary>
  );
}

/** A column where there is room for it, else a drawer that the header opens. */
function Side({ name, label, column, children }: SideProps) {
  const open = usePlace(({ drawer }) => drawer === name);
  if (column && name === 'run') {
    return (
      <aside className={classes.run} aria-label={label}>
        {children}
      </aside>
    );
  }
  if (column) return <div className={classes.outline}>{children}</div>;
  return (
    <Drawer
      opened={open}
      onClose={() => usePlace.setState({ drawer: null })}
      position={name === 'outline' ? 'left' : 'right'}
      title={label}
      size="min(360px, 88vw)"
      padding="md"
    >
      {children}
    </Drawer>
  );
}

interface SideProps {
  name: 'outline' | 'run';
  label: string;
  column: boolean;
  children: ReactNode;
}

/** The page of a lesson: outline, cells, run panel. `cell`: where the address points. */
export function Notebook({ lesson, cell }: { lesson: LessonDefinition; cell: string | null }) {
  const wide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const widest = useMediaQuery('(min-width: 80em)', true, { getInitialValueInEffect: false });
  useScrollPlace(lesson);
  useFollow(lesson.id);

  // Before anything is painted: no cell ever shows the settings of the lesson before.
  useLayoutEffect(() => void useRecipe.getState().init(lesson.id, lesson.recipe), [lesson]);
  const current = useRecipe((state) => state.lesson === lesson.id);

  useEffect(() => void openNotebook(lesson.id, plansOf(lesson), lesson.recipe), [lesson]);

  useEffect(() => {
    if (cell !== null) goToCell(cell);
  }, [cell, lesson]);

  return (
    <div className={classes.columns}>
      <Side name="outline" label="Outline" column={wide}>
        <Outline lesson={lesson} />
      </Side>
      <main id="main" tabIndex={-1} className={classes.main}>
        <LessonHead lesson={lesson} />
        {current &&
          lesson.cells.map((definition) => (
            <Cell key={definition.id} lesson={lesson.id} definition={definition} />
          ))}
      </main>
      <Side name="run" label="Runs" column={widest}>
        <Run />
      </Side>
      <Announcer lesson={lesson} />
    </div>
  );
}
