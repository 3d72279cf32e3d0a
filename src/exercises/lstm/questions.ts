import type { Question } from '../questions.ts';

/** Lesson 2: what gates cost and bring, and how several labels are scored. */
export const lstmQuestions: readonly Question[] = [
  {
    kind: 'number',
    id: 'lstm/parameters',
    text: 'An RNN has hidden size 256 and embedding size 100, weights `W` (256 × 100), `U` (256 × 256) and two biases, as in PyTorch. Which hidden size, at least 64, gives an LSTM of the same embedding the number of parameters nearest to it?',
    points: 2,
    answer: 109,
    tolerance: 0,
    unit: 'units',
    why: 'The RNN has 256·100 + 256² + 2·256 = 91,648. An LSTM has 4·(100·H + H² + 2·H): 91,996 for H = 109, 90,720 for H = 108. Compare models of one size, or you compare sizes: the experiment “LSTM, 109 units” is there for it.',
    mistakes: [
      {
        value: 64,
        why: 'Four gates do not mean a quarter of the units: the weights between states grow with H². With 64 there are 42,496 parameters, not half of the 91,648.',
      },
      {
        value: 128,
        why: 'That makes 4·H² equal to 256², but the weights of the input count as well: 4·100·H more.',
      },
      { value: 256, why: 'With the same hidden size the LSTM has four times as many parameters: 366,592.' },
      {
        value: 108,
        why: 'Near: 90,720, which is 928 too few. One unit more is 348 too many, so it is nearer.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'lstm/why-sigmoid',
    text: 'A definition may be a plant and a food at once. Why binary cross-entropy of each label, and not softmax over all?',
    points: 1,
    choices: [
      {
        text: 'Softmax shares one whole among the labels: what one wins, another loses.',
        right: true,
        why: 'With a sigmoid each label is a question of its own, so plant and food can both be near 1.',
      },
      {
        text: 'Softmax cannot be computed for 37 labels.',
        right: false,
        why: 'It can, for thousands. It answers another question: which one of them.',
      },
      {
        text: 'Binary cross-entropy needs fewer units in the output layer.',
        right: false,
        why: 'It needs one for each label, just as softmax does.',
      },
      {
        text: 'Sigmoids add up to 1, so they are easier to compare.',
        right: false,
        why: 'They do not add up to anything: that is softmax, and it is why it does not fit.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'lstm/why-macro',
    text: 'Most of the 37 labels apply to a few texts in a hundred. A network that never gives any label: what do the scores say?',
    points: 1,
    choices: [
      {
        text: 'Most marks are right (over 90%), and macro F1 is 0.',
        right: true,
        why: 'The many zeros are right for free. F1 looks at what is given and what is missed, for each label alone.',
      },
      {
        text: 'Both are near 0.',
        right: false,
        why: 'Macro F1 is, but nearly all marks of nearly all texts are 0, and those it gets right.',
      },
      {
        text: 'Both are above 0.9.',
        right: false,
        why: 'Without a single label given there is no true positive, and F1 has those above the line.',
      },
      {
        text: 'Macro F1 is 0.5, as by tossing a coin.',
        right: false,
        why: 'F1 knows no such level: without true positives it is 0.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'lstm/forget-gate',
    text: 'The cell goes on as `c = f ⊙ c + i ⊙ g`. What is the gradient of the new cell by the old one, along this path?',
    points: 1,
    choices: [
      {
        text: 'f: near 1 it lets the gradient pass whole, over many steps.',
        right: true,
        why: 'A product of numbers near 1 does not vanish. In the RNN each step multiplies by U and by the slope of tanh instead.',
      },
      {
        text: 'i ⊙ g: what is written decides.',
        right: false,
        why: 'That is what is added. A sum passes the gradient on to the other part unchanged.',
      },
      {
        text: '1 − f: what is forgotten no longer counts.',
        right: false,
        why: 'The old cell is multiplied by f itself: f = 1 keeps everything.',
      },
      {
        text: 'The slope of tanh, as in the RNN.',
        right: false,
        why: 'No tanh stands on the way from cell to cell: it is applied only where the cell is read.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'lstm/clipping',
    text: 'Gradients are clipped to a norm of 1. What is true?',
    points: 1,
    choices: [
      {
        text: 'All gradients are scaled by one factor, so the direction of the step stays.',
        right: true,
        why: 'The norm is that of all weights together; each is multiplied by 1 / norm.',
      },
      {
        text: 'It helps against gradients that grow from step to step back in time.',
        right: true,
        why: 'One wild batch cannot throw the weights far away.',
      },
      {
        text: 'It helps against gradients that vanish.',
        right: false,
        why: 'It only ever makes gradients smaller. Against vanishing there are gates and attention.',
      },
      {
        text: 'Each number of the gradient is cut to between −1 and 1.',
        right: false,
        why: 'That is clipping by value; it turns the direction of the step.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'lstm/thresholds',
    text: 'Each label gets the threshold that gives the best F1. On which texts is it looked for?',
    points: 1,
    choices: [
      {
        text: 'On validation.',
        right: true,
        why: 'It is chosen like a hyper-parameter: not where the weights were fitted, not where they are judged.',
      },
      {
        text: 'On test, as it is the score on test that should be good.',
        right: false,
        why: 'Then the score is no longer one of texts never looked at: it would be better than life.',
      },
      {
        text: 'On training, where there are most texts.',
        right: false,
        why: 'The network knows those by heart in part: its probabilities are too sure there, and the thresholds come out too high.',
      },
      {
        text: 'Nowhere: 0.5 is the right one for a probability.',
        right: false,
        why: '0.5 is best for accuracy. For F1 of a rare label a lower one is better: a miss costs more than a false alarm.',
      },
    ],
  },
  {
    kind: 'free',
    id: 'lstm/worst-label',
    text: 'Which label does your best network do worst on, and what would you try? Your words go into the report.',
    points: 0,
  },
];
