import { beforeEach, expect, test, vi } from 'vitest';
import { LabError } from '../base/errors.ts';
import type { Course } from '../exercises/course.ts';
import type { Question } from '../exercises/questions.ts';
import type { CheckReport, Exercise } from '../exercises/types.ts';
import { exportProgress, importProgress } from './progress-file.ts';
import {
  answer,
  bringBack,
  earlierCodes,
  isOutdated,
  mayOpenReference,
  openReference,
  progressOf,
  recordTry,
  resetCode,
  setCode,
  useProgress,
} from './progress.ts';

/** Progress as a file, and what is put down of tries. */

vi.mock('../storage/store.ts', async () => (await import('../storage/notes.fixture.ts')).fakeNotes());

const exercise = {
  id: 'rnn/step',
  starter: 'return 0; // your code',
  checks: [{ id: 'a', title: '', points: 6 }],
} as unknown as Exercise;
const other = { ...exercise, id: 'rnn/other' };
const question: Question = {
  kind: 'number',
  id: 'rnn/loss',
  text: '?',
  points: 2,
  answer: 5,
  tolerance: 0,
  unit: '',
  why: '',
  mistakes: [],
};
const course: Course = { exercises: [exercise, other], questions: [question] };
const bring = (text: string) => importProgress(text, course);
const outcome = { id: 'a', points: 0, reason: null, evidence: [], milliseconds: 1 };
const report = (points: number): CheckReport => ({
  outcomes: [{ ...outcome, state: 'failed' }],
  points,
  of: 6,
  console: [],
  dropped: 0,
  problem: null,
});
const now = () => progressOf(exercise);
const clear = (): void => useProgress.setState({ exercises: {}, answers: {}, reports: {} });

beforeEach(clear);

function refusal(text: string): LabError {
  try {
    bring(text);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return error as LabError;
  }
  throw new Error('It was taken.');
}

test('a file brings back code, points, tries and answers in another browser', () => {
  setCode(exercise, 'return "ü𝄞";\n');
  recordTry(exercise, now().code, report(4));
  answer(question, '5');
  const { exercises, answers } = useProgress.getState();
  const file = exportProgress();
  clear();
  expect(bring(file)).toMatchObject({
    exercises: [exercise.id],
    answers: [question.id],
    replacedCode: [],
  });
  expect(useProgress.getState()).toMatchObject({ exercises, answers });
});

test('of each exercise and question the one with more points wins, and equal ones stay as they are here', () => {
  for (const one of [exercise, other]) {
    setCode(one, 'of the file');
    recordTry(one, 'of the file', report(3));
  }
  answer(question, '4');
  const file = exportProgress();
  clear();
  setCode(exercise, 'here');
  recordTry(exercise, 'here', report(3));
  setCode(other, 'here');
  recordTry(other, 'here', report(2));
  answer(question, '5');
  expect(bring(file)).toMatchObject({
    exercises: ['rnn/other'],
    answers: [],
    replacedCode: ['rnn/other'],
    waitingCode: ['rnn/step'],
  });
  expect(now()).toMatchObject({ code: 'here', best: 3 });
  expect(progressOf(other)).toMatchObject({ code: 'of the file', best: 3 });
  expect(useProgress.getState().answers[question.id]).toMatchObject({ given: '5', points: 2, right: true });
});

test('code that a file replaces is named, waits among the earlier codes, and can be put back', () => {
  setCode(exercise, 'of the file');
  recordTry(exercise, 'of the file', report(1));
  const file = exportProgress();
  clear();
  setCode(exercise, 'long work of here');
  const { replacedCode, putBack } = bring(file);
  expect(replacedCode).toEqual([exercise.id]);
  expect(earlierCodes(exercise)).toEqual(['long work of here']);
  putBack();
  expect(now().code).toBe('long work of here');
  // The same once more replaces nothing.
  setCode(exercise, 'of the file');
  expect(bring(file)).toMatchObject({ exercises: [exercise.id], replacedCode: [] });
});

test('of code with equal points the newer stands and the other waits: nothing that was written is lost', () => {
  const write = (one: Exercise, code: string, at: number): void => {
    setCode(one, code);
    const { exercises } = useProgress.getState();
    useProgress.setState({ exercises: { ...exercises, [one.id]: { ...progressOf(one), at } } });
  };
  write(exercise, 'newer and longer, of the file', 200);
  write(other, 'older, of the file', 100);
  const file = exportProgress();
  clear();
  write(exercise, '// a', 100);
  write(other, 'newer, of here', 200);
  expect(bring(file)).toMatchObject({
    exercises: [exercise.id],
    replacedCode: [exercise.id],
    waitingCode: [other.id],
  });
  expect(now().code).toBe('newer and longer, of the file');
  expect(earlierCodes(exercise)).toEqual(['// a']);
  expect(progressOf(other).code).toBe('newer, of here');
  expect(earlierCodes(other)).toEqual(['older, of the file']);
  // The same file once more says nothing anew.
  expect(bring(file)).toMatchObject({ exercises: [], replacedCode: [], waitingCode: [] });
});

test('the starter never takes the place of what was written, on either side', () => {
  setCode(exercise, 'solved');
  recordTry(exercise, 'solved', report(6));
  resetCode(exercise);
  setCode(other, 'of the file');
  const file = exportProgress();
  clear();
  setCode(exercise, 'begun here');
  setCode(other, 'x');
  setCode(other, other.starter);
  expect(bring(file)).toMatchObject({
    exercises: [exercise.id, other.id],
    replacedCode: [],
    waitingCode: [],
  });
  expect(now()).toMatchObject({ code: 'begun here', best: 6, solvedAt: expect.any(Number) });
  expect(earlierCodes(exercise)).toEqual(['solved']);
  expect(progressOf(other).code).toBe('of the file');
});

test('points of a file are worth what there is to be had for what it holds', () => {
  setCode(exercise, 'here');
  answer(question, '4');
  const file = JSON.parse(exportProgress()) as Record<string, Record<string, object>>;
  clear();
  Object.assign(file['exercises']?.[exercise.id] ?? {}, { best: 1000 });
  Object.assign(file['answers']?.[question.id] ?? {}, { points: 77, right: true });
  expect(bring(JSON.stringify(file)).recounted).toEqual([exercise.id, question.id]);
  expect(now().best).toBe(6);
  expect(useProgress.getState().answers[question.id]).toMatchObject({ points: 0, right: false });
});

test('of two answers in words the newer wins, and it is said which were there', async () => {
  const words = (id: string): Question => ({ kind: 'free', id, text: '?', points: 0 });
  const given = (id: string) => useProgress.getState().answers[id]?.given;
  const later = (): Promise<void> => new Promise((done) => setTimeout(done, 3));
  for (const id of ['a', 'b', 'c', 'd']) answer(words(id), `${id} of the file`);
  const file = exportProgress();
  clear();
  const older = (text: string) => ({ given: text, tries: 1, points: 0, right: true, at: 1 });
  useProgress.setState({ answers: { a: older('older of here'), c: older(' ') } });
  await later();
  answer(words('b'), 'newer of here');
  const { putBack, ...said } = bring(file);
  expect(said).toMatchObject({ answers: ['a', 'c', 'd'], replacedWords: ['a'], olderWords: ['b'] });
  expect(['a', 'b', 'c', 'd'].map(given)).toEqual([
    'a of the file',
    'newer of here',
    'c of the file',
    'd of the file',
  ]);
  putBack();
  expect(['a', 'b'].map(given)).toEqual(['older of here', 'newer of here']);
});

test('what is no file of progress is refused with the reason, and nothing is changed', () => {
  setCode(exercise, 'here');
  const before = useProgress.getState();
  const valid = JSON.parse(exportProgress()) as Record<string, unknown>;
  for (const other of ['<html>', 'null', '5', '[]', '{}', JSON.stringify({ ...valid, answers: undefined })])
    expect(refusal(other).message).toBe('This file is no progress of the lab.');
  expect(refusal(JSON.stringify({ ...valid, version: 2 })).message).toMatch(/newer version/);
  const broken = { ...valid, exercises: { 'rnn/step': { ...now(), best: -1 } } };
  expect(refusal(JSON.stringify(broken)).message).toMatch(/damaged or was changed by hand/);
  const { code, hint } = refusal('{}');
  expect(code).toBe('progress/unreadable');
  expect(hint).toMatch(/Choose a file/);
  expect(useProgress.getState()).toBe(before);
});

test('a file with more than the lab writes is taken without it', () => {
  setCode(exercise, 'here');
  const file = JSON.parse(exportProgress()) as { exercises: Record<string, object> };
  clear();
  const text = JSON.stringify({
    ...file,
    extra: 1,
    exercises: { [exercise.id]: { ...file.exercises[exercise.id], more: true } },
  });
  bring(text);
  expect(useProgress.getState().exercises[exercise.id]).not.toHaveProperty('more');
});

test('three honest tries open the reference: neither the starter nor the same code again count', () => {
  const attempt = (code: string): void => recordTry(exercise, code, report(1));
  attempt(exercise.starter);
  attempt('  return   0;   // another comment');
  for (const code of ['a', 'a', ' a // the same', 'b']) attempt(code);
  expect(now()).toMatchObject({ tries: 6, best: 1, solvedAt: null });
  expect(now().honest).toHaveLength(2);
  openReference(exercise);
  expect(now().opened).toBeNull();
  attempt('c');
  expect(mayOpenReference(now())).toBe(true);
  openReference(exercise);
  expect(now().opened).toBe('three tries');
  recordTry(exercise, 'd', report(6));
  openReference(exercise);
  // The first way stays.
  expect(now()).toMatchObject({ opened: 'three tries', best: 6, solvedAt: expect.any(Number) });
});

test('what is no code, or ran into no check, is no honest try', () => {
  const problem = { message: 'This is no TypeScript yet.', line: 1, column: 1 };
  const notRun = { ...report(0), outcomes: [{ ...outcome, state: 'not-run' as const }], problem };
  for (const code of ['x y', 'x y z', 'q q q', 'for (;;) {}']) recordTry(exercise, code, notRun);
  expect(now()).toMatchObject({ tries: 4, honest: [] });
  expect(mayOpenReference(now())).toBe(false);
  // Ended in the middle of its first check: nothing came of it.
  const ended = { ...outcome, state: 'failed' as const, reason: problem.message };
  recordTry(exercise, 'function f() { for (;;) {} }', { ...report(0), outcomes: [ended], problem });
  expect(now().honest).toHaveLength(0);
  // … and in the middle of its second.
  const first = { ...outcome, state: 'failed' as const };
  recordTry(exercise, 'if (x) for (;;) {}', { ...report(0), outcomes: [first, ended], problem });
  expect(now().honest).toHaveLength(1);
});

test('the starter with comments and semicolons around it is no honest try', () => {
  const { starter } = exercise;
  for (const code of [
    `/* a */${starter}`,
    `/* b */ ${starter}`,
    `/* c\n * over lines */\n${starter}`,
    `;;${starter};`,
    `${starter} // 'd'`,
  ])
    recordTry(exercise, code, report(0));
  expect(now().honest).toEqual([]);
  // In a text they are part of it.
  for (const text of ['"/* a */"', "'// b'"]) recordTry(exercise, `${text} + ${starter}`, report(0));
  expect(now().honest).toHaveLength(2);
});

test('back at the starter, the points and tries that were had stay', () => {
  setCode(exercise, 'return 1');
  recordTry(exercise, 'return 1', report(6));
  setCode(exercise, exercise.starter);
  expect(now()).toMatchObject({ code: exercise.starter, best: 6, tries: 1 });
});

test('code that a reset took away can be brought back, whatever was written since', () => {
  setCode(exercise, 'return 1');
  recordTry(exercise, 'return 1', report(6));
  resetCode(exercise);
  // Once more changes nothing, and the file takes it along.
  resetCode(exercise);
  const file = exportProgress();
  clear();
  bring(file);
  expect(now()).toMatchObject({ code: exercise.starter, best: 6 });
  setCode(exercise, `${exercise.starter} `);
  expect(earlierCodes(exercise)).toEqual(['return 1']);
  bringBack(exercise);
  expect(now()).toMatchObject({ code: 'return 1', best: 6 });
  // What was written since is not lost either: once more, and it stands there.
  bringBack(exercise);
  expect(now().code).toBe(`${exercise.starter} `);
  resetCode(exercise);
  expect(earlierCodes(exercise)).toEqual(['return 1', `${exercise.starter} `]);
});

test('what a reset of an older version took away can be brought back', () => {
  const { earlier: _, ...old } = { ...now(), discarded: 'return 1' };
  bring(JSON.stringify({ version: 1, exercises: { [exercise.id]: old }, answers: {} }));
  bringBack(exercise);
  expect(now()).toMatchObject({ code: 'return 1', earlier: [] });
});

test('what the checks said of code that a file replaced is out of date, of other code it is not', () => {
  setCode(exercise, 'of the file');
  recordTry(exercise, 'of the file', report(5));
  const file = exportProgress();
  clear();
  for (const one of [exercise, other]) {
    setCode(one, 'here');
    recordTry(one, 'here', report(2));
  }
  bring(file);
  const state = useProgress.getState();
  expect(isOutdated(exercise.id, state)).toBe(true);
  expect(isOutdated(other.id, state)).toBe(false);
});

test('a right answer stays with its points, whatever is tried after it', () => {
  answer(question, '7');
  answer(question, '5');
  const right = { given: '5', tries: 2, points: 2, right: true, at: expect.any(Number) as number };
  expect(useProgress.getState().answers[question.id]).toEqual(right);
  answer(question, '7');
  expect(useProgress.getState().answers[question.id]).toEqual(right);
});
