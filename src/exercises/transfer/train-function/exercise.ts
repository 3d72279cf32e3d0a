import type { Exercise } from '../../types.ts';

const TYPES = `interface Batch {
  texts: unknown[];
  classes: number[];
}

interface Loss {
  item(): number; // the mean over the texts of the batch
  backward(): void; // adds to the gradients
}

interface Tools {
  model: { train(): void; eval(): void; logits(batch: Batch): unknown };
  loss(logits: unknown, batch: Batch): Loss;
  optimizer: { zeroGrad(): void; step(): void };
  scheduler: { step(): void };
  noGrad<T>(work: () => T): T; // nothing is remembered for a gradient inside
  answers(logits: unknown): number[]; // the class of the greatest logit of each text
  macroF1(truth: number[], answers: number[]): number;
}

interface Epoch {
  trainLoss: number;
  validLoss: number;
  macroF1: number;
}`;

export const exercise: Exercise = {
  id: 'transfer/train-function',
  title: 'The training function',
  defines: ['fineTune'],
  tensors: false,
  starter: `${TYPES}

function fineTune(tools: Tools, train: Batch[], valid: Batch[], epochs: number): Epoch[] {
  const { model, loss, optimizer, scheduler, noGrad, answers, macroF1 } = tools;
  const record: Epoch[] = [];
  // Your code
  return record;
}
`,
  reference: `${TYPES}

function fineTune(tools: Tools, train: Batch[], valid: Batch[], epochs: number): Epoch[] {
  const { model, loss, optimizer, scheduler, noGrad, answers, macroF1 } = tools;
  const record: Epoch[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    model.train();
    const trained = { sum: 0, texts: 0 };
    for (const batch of train) {
      optimizer.zeroGrad();
      const found = loss(model.logits(batch), batch);
      found.backward();
      optimizer.step();
      trained.sum += found.item() * batch.classes.length;
      trained.texts += batch.classes.length;
    }
    model.eval();
    const seen = { sum: 0, truth: [], given: [] };
    noGrad(() => {
      for (const batch of valid) {
        const logits = model.logits(batch);
        seen.sum += loss(logits, batch).item() * batch.classes.length;
        seen.truth.push(...batch.classes);
        seen.given.push(...answers(logits));
      }
    });
    scheduler.step();
    record.push({
      trainLoss: trained.sum / trained.texts,
      validLoss: seen.sum / seen.truth.length,
      macroF1: macroF1(seen.truth, seen.given),
    });
  }
  return record;
}
`,
  offers: [
    { name: 'model.train', detail: '(): training mode; model.eval(): evaluation mode' },
    { name: 'optimizer.zeroGrad', detail: '(): gradients become 0; optimizer.step(): the weights move' },
    { name: 'loss', detail: '(logits, batch): with item() and backward()' },
    { name: 'noGrad', detail: '(() => …): returns what the work returns' },
    { name: 'macroF1', detail: '(truth, answers): as you wrote it' },
  ],
  checks: [
    { id: 'steps', title: 'Zero, backward, step: for every batch of every epoch', points: 3 },
    {
      id: 'modes',
      title: 'Training mode, evaluation mode, no gradients in validation',
      points: 2,
      after: 'steps',
    },
    { id: 'scheduler', title: 'One step of the scheduler for each epoch', points: 1, after: 'steps' },
    { id: 'losses', title: 'Losses are numbers, means over texts', points: 2 },
    { id: 'metric', title: 'F1 over the whole validation part', points: 2 },
  ],
};
