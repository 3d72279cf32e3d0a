import {
  addN, argMax, dispose, div, keep, type Scalar, stack, type Tensor1D, tensor, tensor1d, type Tensor2D, reshape, tidy,
} from '@tensorflow/tfjs-core'; // prettier-ignore
import { Random } from '../base/random.ts';
import {
  drawHeadText, HEAD_TASKS, HEAD_TEXT_LENGTH, type HeadProfile, headProfile, headTargets, type HeadTask, NO_TARGET,
} from '../data/head-tasks.ts'; // prettier-ignore
import { HeadEncoder, type HeadEncoderConfig } from '../models/head-encoder.ts';
import type { TokenBatch } from '../nn/batch.ts';
import { crossEntropy } from '../nn/losses.ts';
import type { NamedArray } from '../nn/module.ts';
import { optimizerSchema } from '../recipe/recipe.ts';
import { gradientsOf } from './gradients.ts';
import { Optimizer } from './optimizers.ts';
import { yieldToMessages } from './yield.ts';

export interface HeadTrainingSpec extends HeadEncoderConfig {
  steps: number;
  seed: number;
}

export type TaskNumbers = Record<HeadTask, number>;

export interface HeadTrainingProgress {
  step: number;
  /** Mean loss of each task since the last report. */
  losses: TaskNumbers;
  /** Where each head looks in the text that is watched: [layers · heads · T · T]. */
  maps: Float32Array;
}

export interface HeadScores {
  losses: TaskNumbers;
  /** Share of the places with a target that are told rightly. */
  accuracies: TaskNumbers;
}

const ROWS = 64;
/** Texts that it is judged by; never trained on but by chance. */
const TEST_ROWS = 256;
const LEARNING_RATE = 1e-2;
/** Steps until the rate is reached; then it falls to zero in a line. */
const WARMUP = 40;

interface Batch {
  texts: TokenBatch;
  targets: Record<HeadTask, Int32Array>;
}

function batchOf(texts: readonly (readonly number[])[]): Batch {
  const length = texts[0]?.length ?? 0;
  const rows = texts.length;
  const found = texts.map((text) => headTargets(text));
  const flat = (task: HeadTask) => Int32Array.from(found.flatMap((targets) => targets[task]));
  return {
    texts: { ids: Int32Array.from(texts.flat()), rows, length, lengths: new Int32Array(rows).fill(length) },
    targets: { previous: flat('previous'), bracket: flat('bracket'), count: flat('count') },
  };
}

const draw = (rows: number, random: Random): number[][] =>
  Array.from({ length: rows }, () => drawHeadText(random));

/** A small encoder with heads to be watched, trained, switched off and profiled. All methods free what they make. */
export class HeadTrainer {
  readonly spec: HeadTrainingSpec;
  readonly model: HeadEncoder;
  private readonly test: number[][];

  constructor(spec: HeadTrainingSpec) {
    this.spec = spec;
    this.model = new HeadEncoder(spec, new Random(spec.seed, 'weights'));
    this.test = draw(TEST_ROWS, new Random(spec.seed, 'test'));
  }

  /** Trains all steps; reports every `every` of them, the last included. @throws what `tell` throws */
  async train(
    watched: readonly number[],
    every: number,
    tell: (progress: HeadTrainingProgress) => void,
  ): Promise<void> {
    const { steps, seed } = this.spec;
    const parameters = this.model.namedParameters();
    const optimizer = new Optimizer(parameters, optimizerSchema.parse({ kind: 'adamw', lr: LEARNING_RATE }));
    const random = new Random(seed, 'texts');
    let told: Tensor1D[] = [];
    try {
      for (let step = 1; step <= steps; step++) {
        const batch = batchOf(draw(ROWS, random));
        const { loss, gradients } = gradientsOf(
          { loss: () => this.loss(batch, told), tokens: ROWS * HEAD_TEXT_LENGTH },
          parameters,
        );
        const rate = Math.min(step / WARMUP, (steps - step + 1) / Math.max(1, steps - WARMUP));
        optimizer.step(gradients, LEARNING_RATE * Math.min(1, rate), null);
        dispose([loss, ...gradients.values()]);
        if (step % every === 0 || step === steps) {
          const losses = await means(told);
          told = [];
          tell({ step, losses, maps: await this.look(watched) });
        }
        await yieldToMessages();
      }
    } finally {
      dispose(told);
      optimizer.dispose();
    }
  }

  /** On the test texts. @param off heads that are switched off, by layer · heads + head */
  async score(off: readonly number[] = []): Promise<HeadScores> {
    const { layers, heads, width } = this.spec;
    const batch = batchOf(this.test);
    const gates = Array.from({ length: layers }, (_, layer) =>
      tensor1d(
        Float32Array.from({ length: width }, (_, i) =>
          off.includes(layer * heads + Math.floor((i * heads) / width)) ? 0 : 1,
        ),
      ),
    );
    const read = tidy(() => {
      const logits = this.model.forward(batch.texts, gates);
      return HEAD_TASKS.flatMap((task) => {
        const flat = reshape(logits[task], [-1, logits[task].shape[2]]) as Tensor2D;
        return [crossEntropy(flat, batch.targets[task], { ignoreIndex: NO_TARGET }), argMax(flat, 1)];
      });
    });
    try {
      const values = await Promise.all(read.map((one) => one.data()));
      const losses = {} as TaskNumbers;
      const accuracies = {} as TaskNumbers;
      HEAD_TASKS.forEach((task, i) => {
        const targets = batch.targets[task];
        const found = values[2 * i + 1] as ArrayLike<number>;
        const asked = [...targets.keys()].filter((at) => targets[at] !== NO_TARGET);
        losses[task] = values[2 * i]?.[0] as number;
        accuracies[task] = asked.filter((at) => found[at] === targets[at]).length / asked.length;
      });
      return { losses, accuracies };
    } finally {
      dispose([...read, ...gates]);
    }
  }

  /** Where each head looks in a text: [layers · heads · T · T]. */
  async look(text: readonly number[]): Promise<Float32Array> {
    const maps = this.model.probabilities(batchOf([text]).texts);
    try {
      const parts = await Promise.all(maps.map((map) => map.data()));
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
      return all;
    } finally {
      dispose(maps);
    }
  }

  /** What each head looks at, over the test texts; by layer · heads + head. */
  async profiles(): Promise<HeadProfile[]> {
    const { heads } = this.spec;
    const size = HEAD_TEXT_LENGTH ** 2;
    const maps = this.model.probabilities(batchOf(this.test).texts);
    try {
      const parts = await Promise.all(maps.map((map) => map.data()));
      return parts.flatMap((part) =>
        Array.from({ length: heads }, (_, head) =>
          headProfile(
            this.test,
            this.test.map((_, i) => part.subarray((i * heads + head) * size, (i * heads + head + 1) * size)),
          ),
        ),
      );
    } finally {
      dispose(maps);
    }
  }

  /** @throws LabError `weights/mismatch` */
  load(weights: readonly NamedArray[]): void {
    this.model.loadStateDict(weights, ({ data, shape }) => tensor(data, shape));
  }

  dispose(): void {
    this.model.dispose();
  }

  /** The sum over the tasks; the loss of each is kept in `told`. */
  private loss({ texts, targets }: Batch, told: Tensor1D[]): Scalar {
    return tidy(() => {
      const logits = this.model.forward(texts);
      const parts = HEAD_TASKS.map((task) => {
        const flat = reshape(logits[task], [-1, logits[task].shape[2]]) as Tensor2D;
        return crossEntropy(flat, targets[task], { ignoreIndex: NO_TARGET }) as Scalar;
      });
      told.push(keep(stack(parts) as Tensor1D));
      return addN(parts) as Scalar;
    });
  }
}

/** Means of the losses of several steps; the tensors are freed. */
async function means(told: readonly Tensor1D[]): Promise<TaskNumbers> {
  const mean = tidy(() => div(addN([...told]), told.length));
  try {
    const values = await mean.data();
    return Object.fromEntries(HEAD_TASKS.map((task, i) => [task, values[i]])) as TaskNumbers;
  } finally {
    dispose([mean, ...told]);
  }
}
