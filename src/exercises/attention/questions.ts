import type { Question } from '../questions.ts';

/** Lesson 4: what looking back costs and brings, and what queries, keys and values are for. */
export const attentionQuestions: readonly Question[] = [
  {
    kind: 'single',
    id: 'attention/bottleneck',
    text: 'What exactly does attention take away that held the plain Seq2Seq model back?',
    points: 1,
    choices: [
      {
        text: 'That all of the source has to pass through one vector of fixed size.',
        right: true,
        why: 'The decoder now reads every state of the source at every word, so nothing has to be packed into one.',
      },
      {
        text: 'That the decoder writes one word after the other.',
        right: false,
        why: 'It still does: each word is chosen knowing those before it.',
      },
      {
        text: 'That the encoder reads the source one word after the other.',
        right: false,
        why: 'Here it is still an LSTM. Self-attention takes that away, later.',
      },
      {
        text: 'That padding changes the state.',
        right: false,
        why: 'A mask does that, with attention or without.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'attention/quadratic',
    text: 'Self-attention over 128 tokens computes a table of scores for each head. The text becomes four times as long: how many times as many scores are there?',
    points: 1,
    answer: 16,
    tolerance: 0.1,
    unit: 'times',
    why: 'Every token is compared with every token: 128² = 16,384 scores become 512² = 262,144. That is the quadratic cost.',
    mistakes: [
      {
        value: 4,
        why: 'That would be linear, as for a recurrent network. Here both sides of the table grow.',
      },
      { value: 8, why: 'Both sides of the table become four times as long: 4 · 4.' },
    ],
  },
  {
    kind: 'number',
    id: 'attention/softmax',
    text: 'Two scores are 112 and 96, the keys have 64 numbers each. What is the weight of the first after dividing by the root and the softmax? Two decimals.',
    points: 1,
    answer: 0.88,
    tolerance: 0.006,
    unit: '',
    why: '112/8 = 14 and 96/8 = 12, so the weight is 1/(1 + e⁻²) = 0.88 and the other is 0.12.',
    mistakes: [
      {
        value: 1,
        why: 'That is the weight without the division: 16 apart, the second has one part in nine million.',
      },
      { value: 0.54, why: 'That is 112/(112 + 96): shares of the scores, without the exponential.' },
      { value: 0.12, why: 'That is the weight of the second.' },
      { value: 0.56, why: 'Divided by 64 instead of its root: 0.25 apart.' },
    ],
  },
  {
    kind: 'several',
    id: 'attention/self',
    text: 'In which ways does self-attention differ from the attention of the translating decoder?',
    points: 2,
    choices: [
      {
        text: 'Queries, keys and values come from the same text.',
        right: true,
        why: 'In the decoder the query comes from the target, keys and values from the source.',
      },
      {
        text: 'All positions can be computed at once.',
        right: true,
        why: 'No query waits for the state before it, as that of a decoder’s LSTM does.',
      },
      {
        text: 'Without positions added to the embeddings it does not see the order of the words.',
        right: true,
        why: 'Exchange two words and the outputs are exchanged, nothing else. An LSTM reads in order by itself.',
      },
      {
        text: 'It needs no softmax.',
        right: false,
        why: 'It does: the weights share 1 here as well.',
      },
      {
        text: 'Its cost does not depend on the length.',
        right: false,
        why: 'It grows with the square of the length.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'attention/values',
    text: 'Queries and keys decide where to look. What is the third matrix, that of the values, for?',
    points: 1,
    choices: [
      {
        text: 'What is handed over need not be what is compared: a word may be found by one property and tell another.',
        right: true,
        why: 'A verb finds its subject as “a noun before me”, and takes over whether it is plural.',
      },
      {
        text: 'It makes the weights add up to 1.',
        right: false,
        why: 'The softmax does that, and it knows only queries and keys.',
      },
      {
        text: 'It keeps padding out.',
        right: false,
        why: 'The mask does, in the scores.',
      },
      {
        text: 'Without it the dot product would not be defined.',
        right: false,
        why: 'It is of queries and keys; the values could be the inputs themselves. The model would only be poorer.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'attention/root',
    text: 'Why are the scores divided by √D, and not by D?',
    points: 1,
    choices: [
      {
        text: 'The sum of D products of independent numbers of variance 1 has variance D, so its size is about √D.',
        right: true,
        why: 'Divided by √D the scores have variance 1, whatever D is. You have measured it.',
      },
      {
        text: 'Divided by D the weights would not add up to 1.',
        right: false,
        why: 'The softmax sees to that for any scores. They would be nearly equal, though: 1/√D apart.',
      },
      {
        text: 'The root is cheaper to compute.',
        right: false,
        why: 'It is one number, computed once.',
      },
      {
        text: 'Because a key has √D heads.',
        right: false,
        why: 'Heads have nothing to do with it.',
      },
    ],
  },
];
