import type { Question } from '../questions.ts';

/** Lesson 5: what pretraining is for, what it costs, and why its parts are as they are. */
export const bertQuestions: readonly Question[] = [
  {
    kind: 'number',
    id: 'bert/minimum-length',
    text: 'Each token is asked for with probability 0.15. From how many tokens on is it at least as likely as not that a text has one that is asked for?',
    points: 1,
    answer: 5,
    tolerance: 0,
    unit: 'tokens',
    why: '1 − 0.85⁵ is 0.556, and 1 − 0.85⁴ is 0.478.',
    mistakes: [
      { value: 4, why: '1 − 0.85⁴ is 0.478: just too few.' },
      {
        value: 7,
        why: 'One token on average needs 1 / 0.15 of them; the question is how likely at least one is.',
      },
      {
        value: 3.33,
        why: 'Probabilities of several tokens do not add up: 0.15 · n counts texts with two of them twice.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'bert/why-mask',
    text: 'A translator’s decoder predicts every next word. Why does BERT need [MASK] at all?',
    points: 1,
    choices: [
      {
        text: 'Every token sees every other one: without hiding it the word to be told could be read off.',
        right: true,
        why: 'Through two layers a token would see itself by way of its neighbours, and nothing would be learnt.',
      },
      {
        text: 'Because the text is padded.',
        right: false,
        why: 'Padding is hidden by the mask of the attention; [MASK] is a token.',
      },
      {
        text: 'To save time: fewer tokens are predicted.',
        right: false,
        why: 'It is the price: only the chosen tokens teach anything.',
      },
      {
        text: 'So that the loss is smaller.',
        right: false,
        why: 'Telling hidden words is harder than telling those that stand there.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'bert/kept',
    text: 'Why do some of the chosen tokens stay as they are, or become another word?',
    points: 1,
    choices: [
      {
        text: 'In fine-tuning there is no [MASK]: the model must have learnt to make something of ordinary words too.',
        right: true,
        why: 'It cannot know which words it will be asked for, so it keeps a state for each that fits its context.',
      },
      {
        text: 'So that fewer words are hidden.',
        right: false,
        why: 'A smaller share would do that.',
      },
      {
        text: 'To train the embedding of [MASK] less.',
        right: false,
        why: 'Nothing is gained by that.',
      },
      {
        text: 'It makes the batches equally long.',
        right: false,
        why: 'A token is replaced by a token in each case.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'bert/layer-cost',
    text: 'A layer of width 128 with 512 inside: how many weights have its four matrices of attention and its two of the feed-forward part together, biases not counted?',
    points: 1,
    answer: 196_608,
    tolerance: 0,
    unit: 'weights',
    why: '4 · 128² + 2 · 128 · 512 = 12 · 128².',
    mistakes: [
      { value: 131_072, why: 'That is the feed-forward part alone.' },
      { value: 65_536, why: 'That is the attention alone: queries, keys, values and the output.' },
      { value: 180_224, why: 'The output of the attention has a matrix as well: there are four.' },
    ],
  },
  {
    kind: 'single',
    id: 'bert/most-weights',
    text: '8,000 pieces, width 128, two layers: which part has most of the weights?',
    points: 1,
    choices: [
      {
        text: 'The embedding of the pieces.',
        right: true,
        why: '8,000 · 128 is a million; the two layers have 0.4 million. In BERT base it is a fifth.',
      },
      { text: 'The attention.', right: false, why: 'Four times 128² in a layer: 65,536.' },
      { text: 'The feed-forward parts.', right: false, why: 'Twice 128 · 512 in a layer: 131,072.' },
      {
        text: 'The head that tells words.',
        right: false,
        why: 'It uses the embedding once more; its own are few.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'bert/tied',
    text: 'The head that tells words uses the embedding table itself. What is true of that?',
    points: 1,
    choices: [
      {
        text: 'The gradients of both uses add up in one weight.',
        right: true,
        why: 'It is one variable, used twice.',
      },
      {
        text: 'Words that are seldom read still move, as they are wrong answers all the time.',
        right: true,
        why: 'The softmax pushes every wrong word a little at every question.',
      },
      {
        text: 'A copy of the table at the beginning would be the same.',
        right: false,
        why: 'After the first step a copy goes its own way.',
      },
      {
        text: 'It needs the width of the model to be the size of the vocabulary.',
        right: false,
        why: 'The table is words × width, whichever way round it is multiplied.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'bert/no-decay',
    text: 'Why do biases and the weights of LayerNorm not decay?',
    points: 1,
    choices: [
      {
        text: 'They set level and scale: pulling them to zero changes what passes through, and saves no capacity.',
        right: true,
        why: 'Decay is to keep large matrices from fitting noise. A LayerNorm pulled to zero would silence its layer.',
      },
      { text: 'They have no gradient.', right: false, why: 'They have one, and learn.' },
      { text: 'Adam cannot decay vectors.', right: false, why: 'It could; which weights decay is a choice.' },
      { text: 'They are drawn at random and must stay so.', right: false, why: 'They begin at 0 and 1.' },
    ],
  },
  {
    kind: 'single',
    id: 'bert/unigram',
    text: 'The entropy of the token frequencies is 7.0 nats. After a thousand steps the loss of masked tokens is 6.9. What has the model learnt?',
    points: 1,
    choices: [
      {
        text: 'Hardly more than how frequent each token is.',
        right: true,
        why: 'Whoever knows the frequencies alone has 7.0. What lies below it has been read from the context.',
      },
      {
        text: 'Nothing: the loss is close to that of a random guess.',
        right: false,
        why: 'A guess that treats 8,000 tokens alike costs ln 8,000 = 9.0.',
      },
      { text: 'It overfits.', right: false, why: 'That would show as a gap between train and validation.' },
      { text: 'One token in 6.9 is told rightly.', right: false, why: 'A loss in nats is no share.' },
    ],
  },
];
