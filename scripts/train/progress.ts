import { emptyParts } from '../../src/data/empty-parts.ts';
import type { DatasetInfo } from '../../src/data/types.ts';
import type { HeadlessMessage } from '../../src/app/headless-data.ts';
import type {
  EvaluationPoint,
  PretrainingScores,
  RunEvent,
  RunProgress,
  TranslationScores,
} from '../../src/runs/types.ts';
import type { JobProgress } from '../../src/worker/protocol.ts';

/** Where progress goes: standard error, or a test. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** What helps against parts without rows. */
const MORE_ROWS = 'Give more rows, --test FILE, or other shares (--set data.split.validation=0.1).';

/** Without a terminal, a passing line is written at most so often. */
const EVERY_MS = 5_000;

const count = (n: number): string => n.toLocaleString('en');
const score = (n: number): string => n.toFixed(4);

/** 75 s → `1 min 15 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function jobLine({ phase, done, total }: JobProgress): string {
  return total ? `${phase}: ${Math.round((100 * done) / total)} %` : `${phase}: ${count(done)}`;
}

function stepLine(progress: RunProgress, loss: number | null): string {
  const { step, totalSteps, epoch, epochs, stepsPerSecond, secondsLeft, doing } = progress;
  const left = secondsLeft ?? doing?.secondsLeft ?? null;
  return [
    `epoch ${epoch} of ${epochs}`,
    `step ${count(step)} of ${count(totalSteps)}`,
    ...(loss === null ? [] : [`loss ${score(loss)}`]),
    ...(doing ? [`${doing.what}: ${count(doing.done)} of ${count(doing.total)}`] : []),
    `${stepsPerSecond.toFixed(1)} steps/s`,
    ...(left === null ? [] : [`${duration(left)} left`]),
  ].join(' · ');
}

function translationScores(loss: number, { perplexity, bleu, aer }: TranslationScores): string {
  const error = aer === null ? '' : ` · AER ${score(aer)}`;
  return `loss ${score(loss)} · perplexity ${perplexity.toFixed(2)} · BLEU ${bleu.toFixed(2)}${error}`;
}

function pretrainingScores(accuracy: number, scores: PretrainingScores): string {
  const { maskedLoss, orderLoss, orderAccuracy, unigramEntropy } = scores;
  return (
    `masked tokens: loss ${score(maskedLoss)} (unigram entropy ${score(unigramEntropy)}), accuracy ${score(accuracy)}` +
    ` · order: loss ${score(orderLoss)}, accuracy ${score(orderAccuracy)}`
  );
}

function evaluationLine(point: EvaluationPoint, best: boolean): string {
  const { split, step, loss, accuracy, macroF1, weightedF1, translation, pretraining } = point;
  const scores = translation
    ? translationScores(loss, translation)
    : pretraining
      ? pretrainingScores(accuracy, pretraining)
      : `loss ${score(loss)} · accuracy ${score(accuracy)} · F1: macro ${score(macroF1)}, weighted ${score(weightedF1)}`;
  return `step ${count(step)} · ${split} ${scores}${best && split === 'validation' ? ' · best so far' : ''}`;
}

/** A translation has no classes, and a pretraining is asked for the order of halves alone. */
function vocabularyWords({
  task,
  vocabulary,
  labels,
}: Extract<HeadlessMessage, { type: 'prepared' }>): string {
  if (task === 'translate') return `vocabularies ${count(vocabulary)} and ${count(labels)}`;
  const words = `vocabulary ${count(vocabulary)}`;
  return task === 'pretrain' ? words : `${count(labels)} classes · ${words}`;
}

function tableLines({ table, testTable }: DatasetInfo): string[] {
  return [table, testTable].flatMap((read) => {
    if (!read) return [];
    const { name, format, rows, columns, badRows, badRowExamples } = read;
    const lines = [
      `data: ${name} (${format}): ${count(rows)} rows, columns ${columns.map((column) => column.name).join(', ')}`,
    ];
    const [first] = badRowExamples;
    if (first)
      lines.push(`left out: ${count(badRows)} rows, the first in line ${first.line}: ${first.reason}`);
    return lines;
  });
}

/**
 * Progress for people. A lasting line stays; a passing one is overwritten on a terminal by what comes next, and
 * elsewhere appears every few seconds. What device and data are is said when training begins: a mistake found before
 * stands alone.
 */
export class Progress {
  private readonly screen: Screen;
  private readonly now: () => number;
  private shownAt: number;
  private readonly held: string[] = [];
  private passing = false;
  private loss: number | null = null;

  constructor(screen: Screen, now: () => number = () => performance.now()) {
    this.screen = screen;
    this.now = now;
    this.shownAt = now();
  }

  last(text: string): void {
    this.clear();
    this.screen.write(`${text}\n`);
  }

  pass(text: string): void {
    if (this.screen.isTTY) {
      const width = (this.screen.columns ?? 80) - 1;
      this.screen.write(`\r\x1b[K${text.slice(0, width)}`);
      this.passing = true;
    } else if (this.now() - this.shownAt >= EVERY_MS) {
      this.shownAt = this.now();
      this.screen.write(`${text}\n`);
    }
  }

  /** Takes a passing line off the terminal. */
  clear(): void {
    if (this.passing) this.screen.write('\r\x1b[K');
    this.passing = false;
  }

  message(message: HeadlessMessage): void {
    switch (message.type) {
      case 'device':
        this.held.push(`device: ${message.device.kind}, ${message.device.adapter}. ${message.device.reason}`);
        break;
      case 'job':
        // What is done is followed by what comes of it, and what has just begun may be a mistake that stands alone.
        if (message.progress.done > 0 && message.progress.done !== message.progress.total)
          this.pass(jobLine(message.progress));
        break;
      case 'opened':
        this.held.push(...tableLines(message.info));
        if (message.columns !== null) this.held.push(`read: ${message.columns}`);
        break;
      case 'prepared': {
        const { train, validation, test } = message.rows;
        for (const line of this.held.splice(0)) this.last(line);
        this.last(
          `split: ${count(train)} train, ${count(validation)} validation, ${count(test)} test · ` +
            vocabularyWords(message),
        );
        const { noWords } = message;
        if (noWords) this.last(`warning: ${noWords.message} ${noWords.hint ?? ''} (text.vocabulary)`);
        const warning = emptyParts(message.rows);
        if (warning !== null) this.last(`warning: ${warning} ${MORE_ROWS}`);
        break;
      }
      case 'run':
        for (const event of message.events) this.event(event);
        break;
      case 'features': {
        const { rows, width, seconds } = message.made;
        const texts = rows.train + rows.validation + rows.test;
        this.last(
          `features: ${count(texts)} texts, ${count(width)} numbers each, read in ${duration(seconds)}`,
        );
        break;
      }
      case 'exporting':
        this.pass('packing what is to be taken home');
        break;
    }
  }

  private event(event: RunEvent): void {
    switch (event.type) {
      case 'started':
        this.last(`model: ${count(event.parameters)} parameters · ${count(event.totalSteps)} steps`);
        break;
      case 'steps':
        this.loss = event.loss.at(-1) ?? this.loss;
        break;
      case 'progress':
        this.pass(stepLine(event.progress, this.loss));
        break;
      case 'evaluation':
        this.last(evaluationLine(event.point, event.best));
        break;
      case 'note':
        this.last(event.message);
        break;
    }
  }
}
