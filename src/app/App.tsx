import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { LESSONS } from '../lessons/index.ts';
import type { LessonDefinition } from '../notebook/cell.ts';
import { ErrorBoundary } from '../notebook/ErrorBoundary.tsx';
import classes from './App.module.css';
import { useDialogs } from './dialogs.ts';
import { Header } from './Header.tsx';
import { commandsFor, handleKey } from './hotkeys.ts';
import { courseHref, parseRoute, useHash } from './route.ts';
import { colorScheme, cssVariables, theme } from './theme.ts';

const CoursePage = lazy(() => import('./CoursePage.tsx'));
const BenchPage = lazy(() => import('./BenchPage.tsx'));
const LessonPage = lazy(() => import('./LessonPage.tsx'));
const loadPalette = () => import('./Palette.tsx');
const Palette = lazy(loadPalette);
const KeyList = lazy(() => import('./KeyList.tsx'));

/** When the page has settled, the palette is fetched, so that it is there when it is asked for. */
const PALETTE_AFTER_MS = 5000;

const lessons = new Map<string, Promise<LessonDefinition>>();

/** The lesson of this name, loaded once; null where there is none. */
function lessonOf(id: string): Promise<LessonDefinition> | null {
  const entry = LESSONS.find((lesson) => lesson.id === id);
  if (!entry) return null;
  const loading = lessons.get(id) ?? entry.load();
  lessons.set(id, loading);
  return loading;
}

/** The keys, and the dialogs that they open. */
function Commands({ lesson }: { lesson: LessonDefinition | null }) {
  const { setColorScheme } = useMantineColorScheme();
  const commands = useMemo(() => commandsFor(lesson, setColorScheme), [lesson, setColorScheme]);
  // Once asked for, a dialog stays mounted: it is there at once the next time.
  const [asked, setAsked] = useState({ palette: false, keys: false });
  useEffect(
    () =>
      useDialogs.subscribe(({ open }) => {
        if (open) setAsked((before) => (before[open] ? before : { ...before, [open]: true }));
      }),
    [],
  );
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A dialog that is still on its way does not open over someone who has thought better of it.
      if (event.key === 'Escape' && useDialogs.getState().open) useDialogs.setState({ open: null });
      else handleKey(event, commands);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [commands]);
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), PALETTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={null}>
      {asked.palette && <Palette commands={commands} />}
      {asked.keys && <KeyList commands={commands} />}
    </Suspense>
  );
}

function NotFound() {
  return (
    <main id="main" tabIndex={-1} className={classes.center}>
      <h1>There is no such lesson</h1>
      <p>
        The address names a lesson that this lab does not have.{' '}
        <a href={courseHref}>See the lessons there are.</a>
      </p>
    </main>
  );
}

function Page() {
  const hash = useHash();
  const route = useMemo(() => parseRoute(hash), [hash]);
  const id = route.page === 'lesson' ? route.lesson : null;
  const loading = id === null ? null : lessonOf(id);
  const [lesson, setLesson] = useState<LessonDefinition | null>(null);
  useEffect(() => {
    let current = true;
    const show = (next: LessonDefinition | null) => {
      if (!current) return;
      setLesson(next);
      document.title = next ? `${next.title} · SeqLab` : 'SeqLab';
    };
    // A lesson that cannot be loaded is told by the page itself.
    if (loading) loading.then(show, () => show(null));
    else void Promise.resolve(null).then(show);
    return () => {
      current = false;
    };
  }, [loading]);

  let page: ReactNode = route.page === 'bench' ? <BenchPage /> : <CoursePage />;
  if (route.page === 'lesson') {
    page = loading ? <LessonPage lesson={loading} cell={route.cell} /> : <NotFound />;
  }
  return (
    <>
      <a
        href="#main"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to the content
      </a>
      <Header lesson={lesson?.id ?? id} />
      <ErrorBoundary key={id ?? route.page} what="The page">
        <Suspense fallback={<div className={classes.center} aria-busy />}>{page}</Suspense>
      </ErrorBoundary>
      <Commands lesson={lesson} />
    </>
  );
}

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
    >
      <Page />
    </MantineProvider>
  );
}
