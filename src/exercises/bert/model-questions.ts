import type { Question } from '../questions.ts';

/** What the costs of a layer are told in. */
const SIZES = [
  { name: 'T', means: 'tokens of the text' },
  { name: 'H', means: 'width of the layer' },
] as const;

/** Lesson 5, on the model: why it is built as it is, what it costs, and where its weights and its memory are. */
export const bertModelQuestions: readonly Question[] = [
  {
    kind: 'number',
    id: 'bert/divided-by',
    text: 'A layer of width 128 has two heads. By what are its scores divided?',
    points: 1,
    answer: 8,
    tolerance: 0.05,
    unit: '',
    why: 'A head has 128 / 2 = 64 features, and the dot product of 64 numbers of variance 1 has a deviation of √64.',
    mistakes: [
      { value: 11.31, why: 'That is √128: but each head compares 64 features only.' },
      { value: 64, why: 'That is the size of a head; it is divided by the root of it.' },
      { value: 128, why: 'That is the width of the layer; it is the root of the size of a head.' },
      { value: 1.41, why: 'That is the root of the number of heads; it is that of the size of one.' },
    ],
  },
  {
    kind: 'single',
    id: 'bert/why-root',
    text: 'Why are the scores divided by the root of the size of a head at all, before the softmax?',
    points: 1,
    choices: [
      {
        text: 'So that the weights of each token add up to 1.',
        right: false,
        why: 'The softmax sees to that, whatever its scores are divided by.',
      },
      {
        text: 'To keep the sums from overflowing.',
        right: false,
        why: 'Sums of 64 products are far from that; it is the softmax that does not bear their size.',
      },
      {
        text: 'The deviation of a dot product grows with the root of the size; undivided, the softmax would put nearly all weight on one token, and there its gradient is near 0.',
        right: true,
        why: 'With 64 numbers of variance 1 the scores lie about 8 apart, and e⁸ is 3,000. Divided, their deviation is 1 whatever the size of a head.',
      },
      {
        text: 'So that longer texts do not get larger scores.',
        right: false,
        why: 'A score is of two tokens: the length of the text does not enter it. The size of a head does.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'bert/one-product',
    text: 'Queries, keys and values of all heads come from one product with a matrix [3H, H] instead of three. What is true?',
    points: 1,
    choices: [
      {
        text: 'The result is the same, up to rounding.',
        right: true,
        why: 'The rows of the large matrix are those of the three, one below the other.',
      },
      {
        text: 'The device is started once instead of three times, and reads x once.',
        right: true,
        why: 'A large product keeps all its units busy; small ones end before they are warm.',
      },
      {
        text: 'It has fewer weights.',
        right: false,
        why: 'Three times H · H, however they are put together.',
      },
      {
        text: 'It needs a third of the multiplications.',
        right: false,
        why: 'Every row is multiplied with every token still: 3H² for each.',
      },
    ],
  },
  {
    kind: 'several',
    id: 'bert/no-mask',
    text: 'The mask of the padding is forgotten. What happens?',
    points: 1,
    choices: [
      {
        text: 'What a text comes out as depends on the longest text of its batch.',
        right: true,
        why: 'More padding takes more of the weight, so the same text is read differently from batch to batch.',
      },
      {
        text: 'Short texts suffer most.',
        right: true,
        why: 'Of 5 words among 60 places of padding, most of the weight goes to padding.',
      },
      {
        text: 'There is an error, as shapes do not fit.',
        right: false,
        why: 'Nothing fails: padding has an embedding like any token. That is what makes it hard to find.',
      },
      {
        text: 'The loss counts the padding.',
        right: false,
        why: 'Whom the loss asks is told by the labels, −100 there; the mask is about who is looked at.',
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
    kind: 'formula',
    id: 'bert/feed-forward-formula',
    text: 'A product of matrices [k, m] and [m, n] takes k · m · n multiplications. How many does the feed-forward part of a layer take, four times as wide inside?',
    points: 1,
    variables: SIZES,
    answer: '8TH^2',
    why: 'Its two products, there and back, take 4H² each for each of the T tokens: 8TH² together.',
    mistakes: [
      { formula: '8H^2', why: 'That is for one token; there are T.' },
      { formula: '4TH^2', why: 'That is one of its two products: it goes to the width inside, and back.' },
      { formula: '2TH^2', why: 'That is two products with a matrix H × H; it is 4H wide inside.' },
      {
        formula: 'TH^2',
        why: 'That is one product with a matrix H × H; there are two, and they are 4H wide at one side.',
      },
      { formula: '16TH^2', why: 'That counts additions as well; multiplications alone are asked for.' },
      { formula: '32TH^2', why: 'The width inside stands once in each product: one of its sides is H.' },
      { formula: '8T^2H', why: 'No token meets another one here: T stands in it once, H twice.' },
      { formula: '8TH', why: 'A matrix has two sides, and both grow with the width.' },
    ],
  },
  {
    kind: 'formula',
    id: 'bert/attention-formula',
    text: 'And the attention of the layer, all heads together: queries, keys and values, the comparison of all tokens with all, the mixing of the values, and the output?',
    points: 1,
    variables: SIZES,
    answer: '4TH^2 + 2T^2H',
    why: 'Four matrices H × H for each token are 4TH². Comparing and mixing take T²H each: the heads share the H features, so their number does not matter.',
    mistakes: [
      { formula: '4TH^2', why: 'Those are the products with weights; comparing and mixing are missing.' },
      {
        formula: '2T^2H',
        why: 'That is comparing and mixing; the products with the four matrices are missing.',
      },
      {
        formula: '4TH^2 + T^2H',
        why: 'Every pair of tokens is compared, and then its value is mixed: twice T²H.',
      },
      { formula: '3TH^2 + 2T^2H', why: 'The output has a matrix as well: there are four.' },
      {
        formula: '3TH^2 + T^2H',
        why: 'The output has a matrix as well, and the values are mixed after the comparison.',
      },
      { formula: 'TH^2 + 2T^2H', why: 'Queries, keys and values have a matrix each, and so has the output.' },
      {
        formula: '4TH^2 + 2TH',
        why: 'That looks at a single token: each of the T compares itself with all T.',
      },
      { formula: '4H^2 + 2TH', why: 'That is for one token; there are T.' },
      { formula: '4H^2 + 2T^2H', why: 'The products with weights are counted for one token; there are T.' },
      { formula: '4TH^2 + 2T^2', why: 'A pair of tokens is compared by H features, not by one.' },
      {
        formula: '8TH^2 + 4T^2H',
        why: 'That counts additions as well; multiplications alone are asked for.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'bert/feed-forward-cost',
    text: 'In figures: how many multiplications does the feed-forward part of width 128, 512 inside, take for a text of 64 tokens?',
    points: 1,
    answer: 8_388_608,
    tolerance: 0,
    unit: 'multiplications',
    why: '2 · 4H² for each token, 8 · 128² · 64 in all.',
    mistakes: [
      { value: 131_072, why: 'That is for one token; there are 64.' },
      { value: 4_194_304, why: 'That is one of its two products.' },
      { value: 2_097_152, why: 'That is a product with a matrix 128 × 128, twice; it is 512 wide inside.' },
    ],
  },
  {
    kind: 'number',
    id: 'bert/looking-cost',
    text: 'And how many does it take to compare all 64 tokens with all others (Q Kᵀ) and to mix their values, over all heads of the layer together?',
    points: 1,
    answer: 1_048_576,
    tolerance: 0,
    unit: 'multiplications',
    why: '2 · T² · H: each pair of tokens compares H features, shared out among the heads, and mixes H.',
    mistakes: [
      { value: 524_288, why: 'That is the comparison alone, T² · H; the values are mixed as well.' },
      {
        value: 2_097_152,
        why: 'The number of heads does not multiply it: each has only its share of the features.',
      },
      { value: 4_194_304, why: 'That is 4 · T · H²: the products with weights, which are not asked for.' },
    ],
  },
  {
    kind: 'number',
    id: 'bert/break-even',
    text: 'From how many tokens on does looking (comparing and mixing) cost as much as the feed-forward part, at width 128?',
    points: 1,
    answer: 512,
    tolerance: 0,
    unit: 'tokens',
    why: '2T²H = 8TH² where T = 4H. For short texts the products with weights are what costs; for long ones it is the looking.',
    mistakes: [
      { value: 128, why: 'There both have the powers alike, T³; but the factors are 2 and 8.' },
      { value: 64, why: 'There it costs an eighth: 1 million against 8.' },
      { value: 1024, why: 'T = 4H, not 8H: both sides have a factor.' },
    ],
  },
  {
    kind: 'single',
    id: 'bert/activations',
    text: 'A batch of 32 texts of 128 tokens, width 128, two heads, 8,000 pieces. Which of these tensors would be the largest that has to be kept for the gradient?',
    points: 1,
    choices: [
      {
        text: 'The logits, if they were computed for every token.',
        right: true,
        why: '32 · 128 · 8,000 are 33 million numbers. This is why only the places that are asked for go through the head.',
      },
      {
        text: 'The inside of the feed-forward part of a layer.',
        right: false,
        why: '32 · 128 · 512 are 2.1 million: the largest of a layer, but not of all.',
      },
      {
        text: 'The weights of the attention of a layer.',
        right: false,
        why: '32 · 2 · 128 · 128 are 1.0 million; they grow with the square of the length.',
      },
      {
        text: 'The table of embeddings.',
        right: false,
        why: 'That is a weight, 8,000 · 128 or a million, and does not grow with the batch.',
      },
    ],
  },
  {
    kind: 'number',
    id: 'bert/attention-memory',
    text: 'Within a layer the inside of the feed-forward part has T · 4H numbers for each text, the attention heads · T². With width 128 and two heads: from how many tokens on do the weights of the attention take as much?',
    points: 1,
    answer: 256,
    tolerance: 0,
    unit: 'tokens',
    why: 'heads · T² = 4TH where T = 4H / heads. Beyond that memory grows with the square of the length.',
    mistakes: [
      { value: 512, why: 'That is for a single head; each of the two has a table of its own.' },
      { value: 64, why: 'That is the size of a head: the widths to compare are 4H and heads · T.' },
      { value: 128, why: 'There the attention has half as many: 2 · 128 against 512 for each token.' },
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
];
