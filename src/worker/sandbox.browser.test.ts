import { beforeAll, describe, expect, test } from 'vitest';
import { EXERCISES, exerciseOf } from '../exercises/exercises.ts';
import { type CheckReport, type Exercise, pointsOf } from '../exercises/types.ts';
import { tinyData, tinyRecipe } from '../train/testing.ts';
import type { RunEvent } from '../runs/types.ts';
import { checkCode, trainInSandbox, warmSandbox } from './sandbox.ts';

/** The real sandbox, with code that means well and code that does not. */

const exercise = exerciseOf('rnn/rnn-step');
const { reference } = exercise;
const check = (code: string): Promise<CheckReport> => checkCode(exercise, code, new AbortController().signal);
/** An exercise whose functions may wait. */
const waits = exerciseOf('bert/step');
const checkWaiting = (body: string): Promise<CheckReport> =>
  checkCode(
    waits,
    `async function trainStep() { ${body} } const evaluate = async () => {};`,
    new AbortController().signal,
  );
const reasons = (report: CheckReport): string =>
  [report.problem?.message, ...report.outcomes.map(({ reason }) => reason)].join('\n');

beforeAll(() => warmSandbox());

/** Of each lesson the first with tensors and the first without: that all references are right is proved without a sandbox. */
const SOME = EXERCISES.filter((one) => {
  const lesson = one.id.split('/')[0];
  const alike = EXERCISES.filter(({ id, tensors }) => id.startsWith(`${lesson}/`) && tensors === one.tensors);
  return alike[0] === one;
});

test.each(SOME.map((one) => [one.id, one] as const))('%s: its reference gets all points', async (_, one) => {
  const report = await checkCode(one, one.reference, new AbortController().signal);
  expect(report.problem).toBeNull();
  expect(report.points, reasons(report)).toBe(pointsOf(one));
});

/** Each says `CLOSED` in the console where the way is shut, or `OPEN` with what came of it. */
const WAYS: Record<string, string> = {
  fetch: `await fetch('http://localhost/')`,
  'fetch of the frame': `await (globalThis.window ?? self).fetch('data:text/plain,1')`,
  XMLHttpRequest: `await new Promise((ok, no) => { const x = new XMLHttpRequest(); x.onload = ok; x.onerror = no; x.open('GET', 'http://localhost/'); x.send(); })`,
  WebSocket: `await new Promise((ok, no) => { const s = new WebSocket('ws://localhost:1'); s.onopen = ok; s.onerror = no; })`,
  EventSource: `await new Promise((ok, no) => { const s = new EventSource('http://localhost/'); s.onopen = ok; s.onerror = no; })`,
  WebTransport: `await new WebTransport('https://localhost:1/').ready`,
  importScripts: `importScripts('http://localhost/x.js')`,
  'import of an address': `await import('http://localhost/x.js')`,
  'import of data': `await import('data:text/javascript,export default 1')`,
  indexedDB: `await new Promise((ok, no) => { const o = indexedDB.open('seqlab'); o.onsuccess = ok; o.onerror = no; })`,
  caches: `await caches.open('x')`,
  localStorage: `localStorage.setItem('a', 'b')`,
  BroadcastChannel: `new BroadcastChannel('lab').postMessage('hello')`,
  Worker: `new Worker('data:text/javascript,1')`,
  SharedWorker: `new SharedWorker('data:text/javascript,1')`,
  'navigator.storage': `await navigator.storage.getDirectory()`,
  'navigator.serviceWorker': `await navigator.serviceWorker.ready`,
  'navigator.locks': `await navigator.locks.request('seqlab', () => 1)`,
  'navigator.sendBeacon': `if (!navigator.sendBeacon('http://localhost/')) throw 1`,
  'postMessage to the page': `postMessage({ type: 'report', report: { points: 99 } })`,
  'self.postMessage': `self.postMessage({ type: 'ready' })`,
  'the prototype of the worker': `Object.getPrototypeOf(Object.getPrototypeOf(self)).postMessage.call(self, 1)`,
  'DedicatedWorkerGlobalScope.prototype': `DedicatedWorkerGlobalScope.prototype.postMessage.call(self, 1)`,
  'onmessage of the worker': `self.addEventListener('message', () => {})`,
  'EventTarget.prototype': `let e = Object.getPrototypeOf(self); while (e && !Object.hasOwn(e, 'addEventListener')) e = Object.getPrototypeOf(e); e.addEventListener.call(self, 'message', () => {})`,
  parent: `parent.postMessage('x', '*')`,
  document: `document.body.remove()`,
  'tf.engine': `tf.engine().startScope()`,
  'the engine of tf': `globalThis._tfengine.startScope()`,
  'tf.setBackend': `await tf.setBackend('cpu')`,
};

describe('ways out of the sandbox', () => {
  let said: string[] = [];
  beforeAll(async () => {
    const tries = Object.entries(WAYS).map(
      ([name, way]) =>
        `try { await Promise.race([(async () => { ${way} })(), new Promise((_, no) => setTimeout(() => no(new Error('no answer')), 250))]); console.log('OPEN ' + ${JSON.stringify(name)}); }
         catch (error) { console.log('CLOSED ' + ${JSON.stringify(name)}); }`,
    );
    // Each check is a new call: the first one tries all.
    const report = await checkWaiting(
      `return (trainStep.tried ??= (async () => { ${tries.join('\n')} })());`,
    );
    said = report.console;
    // They are tried while the code is loaded; what they say comes with the checks.
  });
  test.each(Object.keys(WAYS))('%s is shut', (name) => {
    expect(said).toContain(`CLOSED ${name}`);
    expect(said).not.toContain(`OPEN ${name}`);
  });
});

/** Each changes what the checks stand on, then returns nonsense. */
const FORGERIES: Record<string, string> = {
  'Math.abs': 'Math.abs = () => 0;',
  'a global': 'globalThis.Math = { ...Math, abs: () => 0 };',
  'Array.prototype': 'Array.prototype.push = () => 0; Array.prototype.some = () => true;',
  'Object.entries': 'Object.entries = () => [];',
  'Promise.prototype.then': 'Promise.prototype.then = function (f) { f?.(); return this; };',
  'the port': 'MessagePort.prototype.postMessage = () => {};',
  'Tensor.prototype.data': 'tf.Tensor.prototype.data = async () => new Float32Array(0);',
  'tf itself': 'tf.tanh = (x) => x;',
  'Error.prepareStackTrace': 'Error.prepareStackTrace = (_, frames) => frames;',
  'the iterator of arrays': '[][Symbol.iterator]().__proto__.next = () => ({ done: true });',
};

/** One sandbox for several: what lets none of them through together lets none through alone. */
const GROUPS = [0, 1, 2].map((group) => Object.keys(FORGERIES).filter((_, i) => i % 3 === group));

test.each(GROUPS)('a result cannot be forged through %s, %s, %s', async (...names) => {
  const forgeries = names.map((name) => `try { ${FORGERIES[name]} } catch {}`);
  const report = await check(`${forgeries.join('\n')}\n${exercise.starter}`);
  // As the starter has without it.
  expect(report.points).toBe(0);
  expect(reasons(report)).toMatch(/as it was/);
});

describe('code that does not end well', () => {
  const bodies: [string, string, RegExp][] = [
    ['an endless loop', 'for (;;) {}', /no sign of life for 2 seconds/],
    ['a thrown error', 'throw new Error("oh no")', /threw Error: oh no/],
    ['a thrown nothing', 'throw undefined', /threw undefined/],
    ['recursion without end', 'const f = () => f() + 1; return f();', /calls itself without end/],
    ['10 GB at once', 'return new Float64Array(10e9 / 8)', /more memory than there is/],
    [
      'a value that lies about itself',
      'return new Proxy({}, { get() { throw new Error("ha") } })',
      /tensor is wanted|threw/,
    ],
  ];
  test.each(bodies)('%s gets a sentence', async (_, body, sentence) => {
    const report = await check(`function rnnStep() { ${body} }`);
    expect(reasons(report)).toMatch(sentence);
    expect(report.points).toBe(0);
  });

  test.each([
    ['an endless chain of promises', 'for (;;) await null;', /no sign of life/],
    [
      'a promise never settled',
      'return new Promise(() => {})',
      /promise that did not settle within 2 seconds/,
    ],
  ])('%s gets a sentence', async (_, body, sentence) => {
    const report = await checkWaiting(body);
    expect(reasons(report)).toMatch(sentence);
    expect(report.points).toBe(0);
  });

  test('what is endlessly long is cut before it comes to the page', async () => {
    const macroF1 = exerciseOf('lstm/macro-f1');
    const long = await checkCode(
      macroF1,
      'console.log("z".repeat(1e8)); function macroF1() { return "y".repeat(1e8) } const predict = () => [];',
      new AbortController().signal,
    );
    expect(JSON.stringify(long).length).toBeLessThan(40_000);
    expect(long.console[0]).toMatch(/^z{2000}… \(100,000,000 characters in all\)$/);
    expect(JSON.stringify(long)).toContain('100,000,000 characters in all');
    const thrown = await check('function rnnStep() { throw new Error("x ".repeat(2e7)) }');
    expect(JSON.stringify(thrown).length).toBeLessThan(40_000);
    expect(reasons(thrown)).toMatch(/threw Error: x x .*40,000,\d{3} characters in all/);
    expect(thrown.outcomes[0]?.evidence).toContainEqual({ what: 'in your code', value: 'line 1' });
  });

  test('what is thrown in a timer or a promise of its own is part of the output', async () => {
    const report = await check(`setTimeout(() => {
      throw new Error('late');
    });
    Promise.reject(new Error('alone'));
    ${reference}`);
    expect(report.points).toBe(pointsOf(exercise));
    expect(report.console).toContain('Outside of the checks: Your code threw Error: late (line 2)');
    expect(report.console).toContain('Outside of the checks: Your code threw Error: alone (line 4)');
  });

  test('a loop outside of the function is ended too', async () => {
    const report = await check('for (;;) {}\nfunction rnnStep() {}');
    expect(report.problem?.message).toMatch(/no sign of life/);
  });

  test('a flood of output is cut, and said', async () => {
    const report = await check(`for (let i = 0; i < 100000; i++) console.log('line', i);\n${reference}`);
    expect(report.console).toHaveLength(200);
    expect(report.dropped).toBe(99_800);
    expect(report.points).toBe(pointsOf(exercise));
  });

  test('a flood without end is ended, and says how much was left out', async () => {
    const report = await check('function rnnStep() { for (let i = 0; ; i++) console.log(i); }');
    expect(report.problem?.message).toMatch(
      /wrote to the console, but did not come to an end within 2 seconds/,
    );
    expect(report.console).toHaveLength(200);
    expect(report.dropped).toBeGreaterThan(1000);
  });

  test('a line now and then is no life, and is heard while the code runs', async () => {
    const late = 'const end = performance.now() + 700; while (performance.now() < end);';
    const heard: number[] = [];
    const report = await checkCode(
      exercise,
      `function rnnStep() { for (;;) { ${late} console.log('here'); } }`,
      new AbortController().signal,
      { onLine: () => void heard.push(performance.now()) },
    );
    const ended = performance.now();
    expect(reasons(report)).toMatch(/did not come to an end within 2 seconds/);
    expect(heard.length).toBeGreaterThan(1);
    expect(ended - heard[0]!).toBeGreaterThan(1000);
    expect(ended - heard[0]!).toBeLessThan(15_000);
  });

  test('an error names the line of the code', async () => {
    const report = await check('// one\n// two\nfunction rnnStep() {\n  null.x;\n}');
    expect(report.outcomes[0]?.evidence).toContainEqual({ what: 'in your code', value: 'line 4' });
  });

  test('what is no code says where', async () => {
    const report = await check('function rnnStep( {\n');
    expect(report.problem).toMatchObject({
      line: expect.any(Number),
      message: expect.stringMatching(/no TypeScript/),
    });
    const missing = await check('const other = 1;');
    expect(missing.problem?.message).toBe('Your code does not define the function rnnStep.');
  });
});

/** The losses of a small training with this code in the place of ours, or with ours. */
async function curve(exercise: Exercise, code: string, own: boolean): Promise<number[]> {
  const losses: number[] = [];
  const hear = (events: RunEvent[]) =>
    events.forEach((event) => {
      if (event.type === 'steps') losses.push(...event.loss);
    });
  const recipe = tinyRecipe({ epochs: 2 }, { layers: 1, bidirectional: false, ...exercise.trains?.recipe });
  const request = { exercise, code, recipe, data: tinyData(60), own };
  await trainInSandbox(request, new AbortController().signal, hear);
  return losses;
}

test.each(EXERCISES.filter(({ trains }) => trains).map((one) => [one.id, one] as const))(
  '%s: training with the reference gives the curve that ours gives',
  async (_, one) => {
    const [mine, ours] = await Promise.all([
      curve(one, one.reference, true),
      curve(one, one.reference, false),
    ]);
    expect(mine.length).toBe(16);
    mine.forEach((loss, i) => expect(loss).toBeCloseTo(ours[i]!, 3));
  },
);

test('it is the code given that trains', async () => {
  const attention = exerciseOf('lstm/attention');
  const blind = 'const attend = (states) => tf.zerosLike(states);';
  const [mine, ours] = [await curve(attention, blind, true), await curve(attention, blind, false)];
  expect(mine.length).toBe(ours.length);
  expect(Math.abs(mine.at(-1)! - ours.at(-1)!)).toBeGreaterThan(1e-4);
});

test.each([
  ['lstm/rnn-layer', 'rnn'],
  ['lstm/layers', 'lstmLayers'],
])('%s: no step is taken where the code given throws', async (id, name) => {
  const failing = `function ${name}() { throw new Error('mine'); }`;
  expect(await curve(exerciseOf(id), failing, true)).toEqual([]);
});
