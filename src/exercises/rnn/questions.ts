import type { Question } from '../questions.ts';

/** Lesson 1: what the output layer is for, and what padding does to a loss. */
export const rnnQuestions: readonly Question[] = [
  {
    kind: 'single',
    id: 'rnn/output-units',
    text: 'The texts are about a person, an artifact, an act or a communication. Why has the output layer 4 units?',
    points: 1,
    choices: [
      {
        text: 'One score for each class; softmax makes them probabilities.',
        right: true,
        why: 'Cross-entropy compares one score a class with the class that is right.',
      },
      {
        text: 'One bit for each class: 4 units can tell 16 classes.',
        right: false,
        why: 'The classes exclude each other, so the scores are not bits: with 4 units softmax shares one whole among 4 classes.',
      },
      {
        text: 'An RNN has 4 gates.',
        right: false,
        why: 'That is the LSTM, and its gates are inside of the layer. The output layer knows nothing of them.',
      },
      {
        text: 'It must be as wide as the embedding.',
        right: false,
        why: 'A linear layer maps any width to any other: here from its hidden width to the number of classes.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'rnn/ignore-index',
    text: 'Where does ignore_index (the id of padding) in the cross-entropy change the loss?',
    points: 2,
    choices: [
      {
        text: 'Translation: each target is a word, and short targets are padded.',
        right: true,
        why: 'Padding is a target there, and must not count.',
      },
      {
        text: 'Language modelling: the next word of each place is predicted, in padded batches.',
        right: true,
        why: 'The padded places have targets too, which must not count.',
      },
      {
        text: 'This lesson: one class for each whole text.',
        right: false,
        why: 'The targets are classes, none of which is padding: it would do nothing, or worse, leave out the class with that number.',
      },
      {
        text: 'Any model whose input is padded.',
        right: false,
        why: 'It looks at targets, not at inputs. Padding in the input is the affair of the mask.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'rnn/chance-loss',
    text: 'A network that knows nothing gives each of the 4 classes the same probability. What is its cross-entropy?',
    points: 1,
    answer: Math.log(4),
    tolerance: 0.01,
    unit: 'nats',
    why: 'ln 4 ≈ 1.386: where a curve should begin. One that begins far above is badly initialised.',
    mistakes: [
      { value: 2, why: 'That is log₂ 4, in bits. The loss is in nats: take the natural logarithm.' },
      { value: 0.25, why: 'That is the probability of the right class; the loss is −ln of it.' },
      { value: 0.602, why: 'That is the logarithm to base 10; take the natural one.' },
      { value: -1.386, why: 'The sign: the loss is minus the logarithm of the probability.' },
    ],
  },
  {
    kind: 'free',
    id: 'rnn/expectation',
    text: 'Before you train: which variant of the baseline do you expect to help most, and why?',
    points: 0,
  },
];
