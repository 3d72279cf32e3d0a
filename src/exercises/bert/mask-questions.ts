import type { Question } from '../questions.ts';

/** Lesson 5: what the model is asked, and why so. */
export const bertMaskQuestions: readonly Question[] = [
  {
    kind: 'number',
    id: 'bert/minimum-length',
    text: 'Each token is asked for with probability 0.15. From how many tokens on is it at least as likely as not that a text has one that is asked for?',
    points: 1,
    answer: 5,
    tolerance: 0,
    unit: 'tokens',
    why: '1 − 0.85⁵ is 0.556, and 1 − 0.85⁴ is 0.478. With a share of 0.2 it would be one token fewer.',
    mistakes: [
      {
        value: 4.27,
        why: 'ln ½ / ln 0.85 is 4.27, and a text has whole tokens: 4 of them are still just too few.',
      },
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
];
