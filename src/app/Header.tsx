import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { CheckIcon, CurveIcon, DownIcon, OutlineIcon, SearchIcon } from '../notebook/icons.tsx';
import { SHORTCUTS } from '../notebook/words.ts';
import { LESSONS } from '../lessons/index.ts';
import { usePlace } from '../store/place.ts';
import { DeviceBadge } from './DeviceBadge.tsx';
import { useDialogs } from './dialogs.ts';
import classes from './Header.module.css';
import { courseHref, lessonHref } from './route.ts';
import { SavedSign } from './SavedSign.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden focusable="false">
      <rect width="10" height="10" rx="2.5" fill="#0072b2" />
      <rect x="12" width="10" height="10" rx="2.5" fill="#56b4e9" />
      <rect y="12" width="10" height="10" rx="2.5" fill="#e69f00" />
      <rect x="12" y="12" width="10" height="10" rx="2.5" fill="#009e73" />
    </svg>
  );
}

/** The lessons as a menu, where their names do not fit beside each other. */
function LessonMenu({ current }: { current: string | null }) {
  const here = LESSONS.find(({ id }) => id === current);
  return (
    <div className={classes.lessonMenu}>
      <Menu width={260} position="bottom-start">
        <Menu.Target>
          <UnstyledButton
            className={classes.lessonTarget}
            aria-label={here ? `Lesson: ${here.name}. Choose another` : 'Choose a lesson'}
          >
            <span>{here?.name ?? 'Lessons'}</span>
            <DownIcon />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={courseHref}>
            All lessons
          </Menu.Item>
          {LESSONS.map(({ id, number, name, title }) => (
            <Menu.Item
              key={id}
              component="a"
              href={lessonHref(id)}
              aria-current={id === current ? 'page' : undefined}
              rightSection={id === current && <CheckIcon />}
            >
              <span className={classes.choice}>
                {number}. {name}
                <small>{title}</small>
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** The lesson under way, or null on the course page. */
export function Header({ lesson }: { lesson: string | null }) {
  return (
    <header className={classes.header}>
      {lesson && (
        <ActionIcon
          className={classes.outlineButton}
          size={36}
          aria-label="Outline of the lesson"
          onClick={() => usePlace.setState({ drawer: 'outline' })}
        >
          <OutlineIcon />
        </ActionIcon>
      )}
      <a href={courseHref} className={classes.logo} aria-label="SeqLab: all lessons">
        <Logo />
        <span>SeqLab</span>
      </a>
      <LessonMenu current={lesson} />
      <nav aria-label="Lessons" className={classes.lessons}>
        {LESSONS.map(({ id, name }) => (
          <a
            key={id}
            href={lessonHref(id)}
            className={classes.lesson}
            aria-current={id === lesson ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <button
        type="button"
        className={classes.search}
        aria-label="Search or run a command"
        onClick={() => useDialogs.setState({ open: 'palette' })}
      >
        <SearchIcon />
        <span>Search or run a command</span>
        <kbd>{SHORTCUTS.palette}</kbd>
      </button>
      <DeviceBadge />
      <SavedSign />
      <ThemeMenu />
      {lesson && (
        <ActionIcon
          className={classes.runButton}
          size={36}
          aria-label="Runs"
          onClick={() => usePlace.setState({ drawer: 'run' })}
        >
          <CurveIcon />
        </ActionIcon>
      )}
    </header>
  );
}
