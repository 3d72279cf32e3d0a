import type { Question } from '../questions.ts';

/** Lesson 3: the bottleneck, the teacher, and how a translation is chosen and judged. */
export const seq2seqQuestions: readonly Question[] = [
  {
    kind: 'number',
    id: 'seq2seq/parameters',
    text: 'The lecture’s model: vocabularies of 7,892 and 5,903 words, embeddings of 256, two LSTM layers of 512 in the encoder and two in the decoder, and a linear layer from the state to the 5,903 words. How many parameters has one of the four LSTM layers of 512 that read states of 512 (two biases, as in PyTorch)?',
    points: 1,
    answer: 2_101_248,
    tolerance: 0,
    unit: 'parameters',
    why: '4 · (512·512 + 512·512 + 2·512) = 2,101,248. The whole model has 13,916,175; nearly half of them are embeddings and the last layer.',
    mistakes: [
      { value: 2_099_200, why: 'PyTorch has two biases for each gate: 4 · 512 more.' },
      { value: 1_576_960, why: 'That is the first layer, which reads embeddings of 256.' },
      { value: 525_312, why: 'That is one gate; an LSTM has four.' },
    ],
  },
  {
    kind: 'single',
    id: 'seq2seq/bottleneck',
    text: 'Without attention, the BLEU of long sentences is much lower than that of short ones. Which remedy goes to the root of it?',
    points: 1,
    choices: [
      {
        text: 'Let the decoder look at all states of the encoder.',
        right: true,
        why: 'Then what it has to know at a word need not have survived in one vector up to there.',
      },
      {
        text: 'Train for more epochs.',
        right: false,
        why: 'It helps a little. The vector stays as long for 25 words as for 4.',
      },
      {
        text: 'A wider beam.',
        right: false,
        why: 'The beam chooses better among what the model finds likely; it cannot bring back what the encoder lost.',
      },
      {
        text: 'Cut off long sentences.',
        right: false,
        why: 'Then they are not translated badly, they are not translated.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'seq2seq/teacher',
    text: 'With a teacher forcing ratio of 1, training is fast and the loss is low. What may go wrong in use?',
    points: 1,
    choices: [
      {
        text: 'The decoder has never gone on from a word of its own: one mistake leads it where it has never been.',
        right: true,
        why: 'That is exposure bias. A ratio below 1, or one that falls, shows it its own words in time.',
      },
      {
        text: 'Its loss is that of easier words than those in use.',
        right: false,
        why: 'The words to be predicted are the same. Only what stands before them differs.',
      },
      {
        text: 'It learns to copy the reference, which is not there in use.',
        right: false,
        why: 'It is given the words before, never the one to be predicted: shifted by one, there is nothing to copy.',
      },
      {
        text: 'The gradient cannot flow through the true words.',
        right: false,
        why: 'It flows through the states at every step.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'seq2seq/padding',
    text: 'Sentences of a batch are filled up with `<pad>`. Where must it be kept out?',
    points: 2,
    choices: [
      {
        text: 'Of the loss: positions of padding do not count.',
        right: true,
        why: 'Or the model is praised for predicting `<pad>` after `<eos>`, and the mean is diluted.',
      },
      {
        text: 'Of the encoder’s last state: it must be that of the last word.',
        right: true,
        why: 'Or the state of a short sentence depends on how long its neighbours are.',
      },
      {
        text: 'Of the attention: its states must have no weight.',
        right: true,
        why: 'The softmax would give them a share otherwise.',
      },
      {
        text: 'Of the vocabulary: it must not have a number.',
        right: false,
        why: 'It needs one, or the batch would not be a rectangle of numbers.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'seq2seq/brevity',
    text: 'All translations together have 800 words, the references 1,000. By which factor does the brevity penalty multiply BLEU? Two decimals.',
    points: 1,
    answer: 0.78,
    tolerance: 0.006,
    unit: '',
    why: 'e^(1 − 1000/800) = e^(−0.25) = 0.78. Longer ones are not punished here: their precisions fall by themselves.',
    mistakes: [
      { value: 0.8, why: 'That is the share of the lengths; the penalty is e^(1 − r/c).' },
      { value: 0.82, why: 'That is e^(c/r − 1), the fraction upside down.' },
      { value: 1, why: 'They are shorter than the references: there is a penalty.' },
    ],
  },
  {
    kind: 'free',
    id: 'seq2seq/longest',
    text: 'Look at the longest validation sentences that your plain model translates. What does it lose first: words, their order, or the end? How can you tell?',
    points: 0,
  },
];
