import { LabError, toErrorData } from '../src/base/errors.ts';
import { builtInRecipes } from '../src/lessons/recipes.ts';
import { type FeatureArguments, parseArguments, type TrainArguments, USAGE } from './train/arguments.ts';
import { resolveJob, type TrainJob } from './train/job.ts';
import { builtPage } from './train/page.ts';
import { Progress } from './train/progress.ts';
import { settingsFor } from './train/settings.ts';
import { classifyInBrowser, type Surroundings, trainInBrowser } from './train/session.ts';

/**
 * `npm run --silent train -- RECIPE …`: a recipe in a headless browser, through the workers of the lab. Progress goes
 * to standard error, one line of JSON to standard output; a mistake is one line on standard error and exit code 1.
 */
const progress = new Progress(process.stderr);

/** What is asked for, before a browser starts, and what it is done in. */
async function begin(args: TrainArguments): Promise<[TrainJob, Surroundings]> {
  // npm changes to the project's folder: paths are meant from where the person stands.
  const job = await resolveJob(args, process.env['INIT_CWD'] ?? process.cwd());
  if (job.said) progress.last(job.said);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort());
  const pageFolder = await builtPage(() => progress.pass('building the workers (once)'));
  const onMessage = progress.message.bind(progress);
  return [job, { device: args.device, pageFolder, onMessage, signal: stop.signal }];
}

const unlessStopped = <T>(work: Promise<T>, { signal }: Surroundings): Promise<T> =>
  work.catch((error: unknown) => {
    throw signal.aborted ? new LabError('cancelled', 'Stopped.') : error;
  });

function answer(report: object): void {
  progress.clear();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function classify(args: TrainArguments, features: FeatureArguments): Promise<void> {
  const [job, around] = await begin(args);
  const { device, width, rows, seconds, figures } = await unlessStopped(
    classifyInBrowser(job, features, around),
    around,
  );
  const { train, test, crossValidation, ...fit } = figures;
  answer({
    device: device.kind,
    task: 'features',
    reading: features.reading,
    ...{ width, texts: rows, seconds },
    ...fit,
    // No test texts, no scores: a zero would be read as one.
    metrics: { train, test },
    crossValidation,
    out: job.out,
  });
}

async function train(args: TrainArguments): Promise<void> {
  const [job, around] = await begin(args);
  const { device, parameters, result } = await unlessStopped(trainInBrowser(job, around), around);
  const { steps, secondsPerStep, best, test } = result;
  const { loss, accuracy, macroF1, microF1, weightedF1 } = test;
  const { translation, pretraining } = test;
  const tested =
    translation !== undefined ||
    pretraining !== undefined ||
    test.perClass.some(({ support }) => support > 0);
  const scores = translation
    ? { loss, accuracy, ...translation }
    : pretraining
      ? { loss, accuracy, ...pretraining }
      : { loss, accuracy, macroF1, microF1, weightedF1 };
  answer({
    device: device.kind,
    task: job.recipe.task,
    steps,
    secondsPerStep,
    parameters,
    // No test texts, no scores: a zero would be read as one.
    metrics: tested ? scores : null,
    // What is scored on the same texts by knowing nothing but how often labels occur.
    guesses: tested ? (test.guesses ?? null) : null,
    best,
    out: job.out,
  });
}

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  if (command.kind === 'help') process.stdout.write(`${USAGE}\n`);
  else if (command.kind === 'list') process.stdout.write(builtInRecipes.map(({ id }) => `${id}\n`).join(''));
  else if (command.train.features) await classify(command.train, command.train.features);
  else await train(command.train);
}

await main().catch((error: unknown) => {
  const { code, message, hint } = toErrorData(error);
  progress.last([message, hint, settingsFor(code)].filter(Boolean).join(' ').replace(/\s+/g, ' '));
  process.exitCode = code === 'cancelled' ? 130 : 1;
});
