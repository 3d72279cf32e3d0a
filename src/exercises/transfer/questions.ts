import type { Question } from '../questions.ts';

/** Lesson 6: what of a pretrained model is used, what its heads look at, and what its scores are worth. */
export const transferQuestions: readonly Question[] = [
  {
    kind: 'single',
    id: 'transfer/frozen-maps',
    text: 'The backbone is frozen, the head is trained for six epochs. Why are the attention maps of the first layer the same before and after, bit by bit?',
    points: 1,
    choices: [
      {
        text: 'They are computed from the embeddings and the weights of the first layer alone, and neither has moved.',
        right: true,
        why: 'The same numbers through the same operations give the same numbers. If they differ, something was not frozen, or dropout was on.',
      },
      {
        text: 'Because the changes of the first layer are too small to be seen in a picture.',
        right: false,
        why: 'That may hold for a fine-tuned model with a small rate; here there is no change at all.',
      },
      {
        text: 'The first layer only looks at single words, whatever its weights are.',
        right: false,
        why: 'It looks at all tokens of the text, as every layer does.',
      },
      {
        text: 'Gradients become 0 on their way down through the layers.',
        right: false,
        why: 'They grow smaller at times, but reach it well: unfrozen, its maps do move.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'transfer/math-loses',
    text: 'A model pretrained on mathematics tells topics of mathematical problems worse than a small general one. What may be the reason?',
    points: 1,
    choices: [
      {
        text: 'The problems are in another language than its pretraining: their words fall into many small pieces.',
        right: true,
        why: 'Whoever reads letters instead of words has little of what it has learnt. The histogram of lengths shows it.',
      },
      {
        text: 'The preparation took away digits and signs: what it has learnt about formulas is not in the texts any more.',
        right: true,
        why: 'What is left are the words of the story around, which a general model knows as well.',
      },
      {
        text: 'It is frozen, and its features tell which word fits, not which topic: how near a pretraining is in name says little about that.',
        right: true,
        why: 'What is good for the question of the pretraining need not lie ready for another. Unfrozen, the order may change.',
      },
      {
        text: 'It is larger, and a larger model always needs more labels than a small one.',
        right: false,
        why: 'Pretrained, large models often need fewer. Size alone does not tell.',
      },
      {
        text: 'Mathematics cannot be learnt from text.',
        right: false,
        why: 'Topics can be told from words alone quite well, as the winner shows.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'transfer/previous-head',
    text: 'From the profile of a head, as means over many texts: itself 4%, `[CLS]` 3%, `[SEP]` 8%, previous 71%, next 2%, entropy 1.3 bits, distance 1.6. What does it do?',
    points: 1,
    choices: [
      {
        text: 'It hands each token what stands before it: a bright line just below the diagonal.',
        right: true,
        why: 'With two or three of those in a row, a model sees word pairs and triples.',
      },
      {
        text: 'It looks at the token itself: the diagonal is bright.',
        right: false,
        why: 'That would be a high share in “itself”; here that has 4%.',
      },
      {
        text: 'It rests: what it has no use for goes to a mark.',
        right: false,
        why: 'Then `[SEP]` or `[CLS]` would have most of its weight; here both have 11% together.',
      },
      {
        text: 'It looks at all tokens evenly.',
        right: false,
        why: 'Then the entropy would be near log₂ of the length, and no neighbour would stand out.',
      },
    ],
  },
  {
    kind: 'single',
    id: 'transfer/resting-head',
    text: 'Another one: itself 2%, `[CLS]` 1%, `[SEP]` 88%, previous 2%, next 2%, entropy 0.6 bits, whatever the text. What is the most careful reading?',
    points: 1,
    choices: [
      {
        text: 'Mostly it has nothing to say: `[SEP]` is where it puts its weight then, as the weights have to add up to 1.',
        right: true,
        why: 'What it takes from there is the same for all tokens. It may wake up on some words, which a mean does not show.',
      },
      {
        text: 'It has found that the end of the sentence is the most important word.',
        right: false,
        why: 'A mark is in every text and tells nothing of it. Weight is not importance.',
      },
      {
        text: 'It counts the tokens up to the end.',
        right: false,
        why: 'Then the distance would be of use for what it hands over; the value at `[SEP]` is the same for all.',
      },
      {
        text: 'Its weights are wrong: it should look at words.',
        right: false,
        why: 'Such heads are found in every trained BERT (Clark et al. 2019).',
      },
    ],
  },
  {
    kind: 'number',
    id: 'transfer/even-head',
    text: 'A head looks at all 32 tokens of a text evenly. What is its entropy, in bits?',
    points: 1,
    answer: 5,
    tolerance: 0.01,
    unit: 'bits',
    why: 'log₂ 32. Such a head makes the mean of the text; an entropy far below that has found something.',
    mistakes: [
      { value: 3.47, why: 'That is ln 32: nats, not bits.' },
      { value: 32, why: 'That is how many tokens it looks at; the entropy is the logarithm of it.' },
      { value: 0, why: 'That is the entropy where one token has it all.' },
      { value: 0.03, why: 'That is the weight of each token, 1/32.' },
    ],
  },
  {
    kind: 'free',
    id: 'transfer/your-heads',
    text: 'Describe the heads of the first layer and sort the table: which of them look at the diagonal, which at `[CLS]`, which at `[SEP]`? Which has moved most by fine-tuning, and what does it look at now?',
    points: 0,
  },
  {
    kind: 'number',
    id: 'transfer/auc',
    text: 'Two positive texts have the scores 0.9 and 0.4, two negative ones 0.4 and 0.2. What is the area under the ROC curve?',
    points: 1,
    answer: 0.875,
    tolerance: 0.001,
    unit: '',
    why: 'Of four pairs three are in the right order and one is a tie, which counts half: 3.5 / 4.',
    mistakes: [
      { value: 1, why: 'The tie of the two scores of 0.4 counts half, not whole.' },
      { value: 0.75, why: 'The tie of the two scores of 0.4 counts half, not nothing.' },
      { value: 0.125, why: 'That is the area above the curve.' },
      { value: 0.5, why: 'That is what scores drawn at random have.' },
    ],
  },
  {
    kind: 'single',
    id: 'transfer/mode-at-test',
    text: 'Accuracy on the same test part differs from call to call. What was most likely forgotten?',
    points: 1,
    choices: [
      {
        text: 'Evaluation mode: dropout still throws away other features at each call.',
        right: true,
        why: 'Nothing else in such a model is drawn at random. In evaluation the same text gives the same logits.',
      },
      {
        text: 'To shuffle the test part.',
        right: false,
        why: 'The order of the texts has no influence on accuracy.',
      },
      {
        text: 'To switch off the gradients.',
        right: false,
        why: 'That costs time and memory, but no number changes by it.',
      },
      {
        text: 'To cut the texts to one length.',
        right: false,
        why: 'With a mask, padding changes nothing; cutting would be the same at each call.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'transfer/accumulated',
    text: 'A batch of 128 does not fit; 16 texts do. After how many parts does the optimizer make its step?',
    points: 1,
    answer: 8,
    tolerance: 0,
    unit: 'parts',
    why: '128 / 16: gradients of eight parts are added up, weighed by what they count, and only then set to zero again.',
    mistakes: [
      { value: 1, why: 'Then it would be a batch of 16, with eight times as many steps.' },
      { value: 16, why: 'That is the number of texts in a part; 128 / 16 is that of the parts.' },
      { value: 128, why: 'That is the number of texts: each part has 16 of them.' },
    ],
  },
];
