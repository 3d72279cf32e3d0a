import type { Question } from '../questions.ts';

/** Lesson 5: what pretraining learns, and why its training is as it is. */
export const bertQuestions: readonly Question[] = [
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
    id: 'bert/warm-up',
    text: 'Why does the learning rate rise over the first steps, instead of beginning at its peak?',
    points: 1,
    choices: [
      {
        text: 'Adam divides by what it has seen of the gradients: after a few batches that is mostly chance, and full steps would throw the weights far off.',
        right: true,
        why: 'In the first steps every weight moves by about the whole rate, whatever its gradient is worth. Layers with the norm behind the sum feel that most.',
      },
      {
        text: 'So that the embedding of [MASK] is learnt before all others.',
        right: false,
        why: 'The rate is the same for all words, and rises for all of them.',
      },
      {
        text: 'Because the first batches are shorter.',
        right: false,
        why: 'Batches come in any order; their lengths do not rise with the steps.',
      },
      {
        text: 'The gradients are 0 at the beginning.',
        right: false,
        why: 'They are largest there: random weights are wrong about almost everything.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'bert/rate-decay',
    text: 'Why does the rate fall to nearly 0 towards the end?',
    points: 1,
    choices: [
      {
        text: 'The gradient of a batch is noisy: with long steps the weights go on jumping about a good place instead of settling there.',
        right: true,
        why: 'Shorter steps average over more batches. Often the loss falls once more in the last third of a run, for this alone.',
      },
      {
        text: 'To stop the model from learning the validation part by heart.',
        right: false,
        why: 'The validation part is not trained on, at any rate.',
      },
      {
        text: 'A shorter step needs less time.',
        right: false,
        why: 'Each step computes the same, whatever it is multiplied by at the end.',
      },
      {
        text: 'So that weights without a gradient go to 0.',
        right: false,
        why: 'That would be weight decay, which falls with the rate.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'bert/small-dropout',
    text: 'BERT base drops one in ten. Why should a model of width 128 with two layers, pretrained on few epochs, drop less or nothing?',
    points: 1,
    choices: [
      {
        text: 'It is too small to learn the text by heart: what it lacks is capacity, and dropout takes some of that away.',
        right: true,
        why: 'Dropout is a remedy against fitting noise. Train and validation loss of such a model lie side by side: there is nothing to remedy.',
      },
      {
        text: 'In small matrices there are not enough numbers to be dropped.',
        right: false,
        why: 'One in ten of 128 features can well be drawn, anew for every token.',
      },
      {
        text: 'Dropout makes the step slower, which hurts small models more.',
        right: false,
        why: 'Its cost is a small share of a step in either.',
      },
      {
        text: 'Masked words are dropped already.',
        right: false,
        why: 'Masking hides words from the question; dropout hides features from the layers. Large models have both.',
      },
    ],
  },
];
