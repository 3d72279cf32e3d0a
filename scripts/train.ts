import { LabError, toErrorData } from '../src/base/errors.ts';
import { builtInRecipes } from '../src/lessons/recipes.ts';
import { parseArguments, type TrainArguments, USAGE } from './train/arguments.ts';
import { resolveJob } from './train/job.ts';
import { builtPage } from './train/page.ts';
import { Progress } from './train/progress.ts';
import { settingsFor } from './train/settings.ts';
import { trainInBrowser } from './train/session.ts';

/**
 * `npm run --silent train -- RECIPE …`: a recipe in a headless browser, through the workers of the lab. Progress goes
 * to standard error, one line of JSON to standard output; a mistake is one line on standard error and exit code 1.
 */
const progress = new Progress(process.stderr);

async function train(args: TrainArguments): Promise<void> {
  // npm changes to the project's folder: paths are meant from where the person stands.
  const job = await resolveJob(args, process.env['INIT_CWD'] ?? process.cwd());
  if (job.said) progress.last(job.said);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort());
  const page = await builtPage(() => progress.pass('building the workers (once)'));
  const message = progress.message.bind(progress);
  const { device, parameters, result } = await trainInBrowser(
    job,
    args.device,
    page,
    message,
    stop.signal,
  ).catch((error: unknown) => {
    throw stop.signal.aborted ? new LabError('cancelled', 'Stopped.') : error;
  });
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
  progress.clear();
  const report = {
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
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function main(): Promise<void> {
  const command = parseArguments(process.argv.slice(2));
  if (command.kind === 'help') process.stdout.write(`${USAGE}\n`);
  else if (command.kind === 'list') process.stdout.write(builtInRecipes.map(({ id }) => `${id}\n`).join(''));
  else await train(command.train);
}

await main().catch((error: unknown) => {
  const { code, message, hint } = toErrorData(error);
  progress.last([message, hint, settingsFor(code)].filter(Boolean).join(' ').replace(/\s+/g, ' '));
  process.exitCode = code === 'cancelled' ? 130 : 1;
});
