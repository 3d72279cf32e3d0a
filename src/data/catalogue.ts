import type { CatalogueEntry } from './types.ts';

const dataset = (name: string) => `https://huggingface.co/datasets/${name}`;

interface Listed extends Omit<CatalogueEntry, 'url' | 'testUrl' | 'validationUrl' | 'homepage'> {
  /** On the Hugging Face hub: the set, the branch and the two files. */
  hub: string;
  revision?: string;
  train: string;
  test: string;
  validation?: string;
}

const LISTED: Listed[] = [
  {
    id: 'ag_news',
    title: 'AG News',
    description: 'News by topic: world, sports, business, science and technology.',
    hub: 'fancyzhx/ag_news',
    train: 'data/train-00000-of-00001.parquet',
    test: 'data/test-00000-of-00001.parquet',
    bytes: 19_820_267,
    licence: 'For research and other non-commercial activity',
    rows: '120,000 train, 7,600 test',
  },
  {
    id: 'sst2',
    title: 'SST-2',
    description: 'Phrases of film reviews, negative or positive (Stanford Sentiment Treebank, as in GLUE).',
    hub: 'stanfordnlp/sst2',
    train: 'data/train-00000-of-00001.parquet',
    // The labels of its test part are not published.
    test: 'data/validation-00000-of-00001.parquet',
    bytes: 3_200_000,
    licence: 'Not stated by its publishers',
    rows: '67,349 train, 872 test (the published validation part)',
  },
  {
    id: 'emotion',
    title: 'Emotion',
    description: 'English tweets by feeling: sadness, joy, love, anger, fear, surprise.',
    hub: 'dair-ai/emotion',
    train: 'split/train-00000-of-00001.parquet',
    test: 'split/test-00000-of-00001.parquet',
    bytes: 670_000,
    licence: 'For educational and research use',
    rows: '16,000 train, 2,000 test',
  },
  {
    id: 'rotten_tomatoes',
    title: 'Rotten Tomatoes',
    description: 'Sentences of film reviews, negative or positive.',
    hub: 'cornell-movie-review-data/rotten_tomatoes',
    train: 'train.parquet',
    test: 'test.parquet',
    bytes: 790_000,
    licence: 'Not stated by its publishers',
    rows: '8,530 train, 1,066 test',
  },
  {
    id: 'imdb',
    title: 'IMDB',
    description: 'Whole film reviews, negative or positive: long texts, 230 words on average.',
    hub: 'stanfordnlp/imdb',
    train: 'plain_text/train-00000-of-00001.parquet',
    test: 'plain_text/test-00000-of-00001.parquet',
    bytes: 41_450_000,
    licence: 'Not stated by its publishers',
    rows: '25,000 train, 25,000 test',
  },
  {
    id: 'trec',
    title: 'TREC questions',
    description:
      'Questions by what they ask for, in six coarse classes: abbreviation, entity, person, place …',
    hub: 'CogComp/trec',
    // The hub's own conversion to Parquet: the set itself is published as a script.
    revision: 'refs%2Fconvert%2Fparquet',
    train: 'default/train/0000.parquet',
    test: 'default/test/0000.parquet',
    bytes: null,
    licence: 'Not stated by its publishers',
    rows: '5,452 train, 500 test',
  },
  {
    id: 'go_emotions',
    title: 'GoEmotions',
    description:
      'Comments from Reddit by the feelings in them, 28 labels, several of them where several apply (task multilabel).',
    hub: 'google-research-datasets/go_emotions',
    train: 'simplified/train-00000-of-00001.parquet',
    test: 'simplified/test-00000-of-00001.parquet',
    bytes: 3_120_000,
    licence: 'Apache 2.0',
    rows: '43,410 train, 5,427 test',
  },
  {
    id: 'multi30k',
    parallel: true,
    title: 'Multi30k, German and English',
    description: 'Captions of photographs, written by people in both languages (Elliott et al. 2016).',
    hub: 'bentrevett/multi30k',
    train: 'train.jsonl',
    validation: 'val.jsonl',
    test: 'test.jsonl',
    bytes: 4_800_000,
    licence: 'For research; captions from Flickr30k, see its publishers',
    rows: '29,000 train, 1,014 validation, 1,000 test (2016, Flickr)',
  },
];

/** Published sets, taken from where their publishers keep them. */
export const CATALOGUE: readonly CatalogueEntry[] = LISTED.map(
  ({ hub, revision = 'main', train, test, validation, ...entry }) => ({
    ...entry,
    url: `${dataset(hub)}/resolve/${revision}/${train}`,
    testUrl: `${dataset(hub)}/resolve/${revision}/${test}`,
    ...(validation !== undefined && { validationUrl: `${dataset(hub)}/resolve/${revision}/${validation}` }),
    homepage: dataset(hub),
  }),
);

/** The built-in sets, whose files stand beside the page. */
export const BUILT_IN: Record<
  string,
  {
    title: string;
    file: string;
    about: string;
    /** Pairs of sentences, for task `translate`. */
    parallel?: boolean;
  }
> = {
  'wordnet-topics': {
    title: 'WordNet topics',
    file: 'data/wordnet-topics.csv.gz',
    about:
      'Definitions of WordNet 3.1 by topic: person, artifact, act, communication. © Princeton University, WordNet licence.',
  },
  'wordnet-lexicographer': {
    title: 'WordNet lexicographer files',
    file: 'data/wordnet-lexicographer.csv.gz',
    about:
      'All definitions of WordNet 3.1 by the lexicographer file they stand in, 45 classes. © Princeton University, WordNet licence.',
  },
  'wordnet-tiny': {
    title: 'WordNet topics, tiny',
    file: 'data/wordnet-tiny.csv.gz',
    about: '600 short definitions of WordNet 3.1 in four topics. © Princeton University, WordNet licence.',
  },
  'wordnet-labels': {
    title: 'WordNet labels',
    file: 'data/wordnet-labels.csv.gz',
    about:
      '24,000 definitions of WordNet 3.1 with all the labels they fall under, 37 in all: person, animal, plant, artifact, food … © Princeton University, WordNet licence.',
  },
  'wordnet-labels-tiny': {
    title: 'WordNet labels, tiny',
    file: 'data/wordnet-labels-tiny.csv.gz',
    about: '600 short definitions of WordNet 3.1 with their labels. © Princeton University, WordNet licence.',
  },
  captions: {
    parallel: true,
    title: 'Captions, German and English',
    file: 'data/captions.csv.gz',
    about:
      '31,000 pairs of captions made by a grammar of ours, with the gold alignment of their words. Half of validation and test holds a colour on a garment, or an action done by somebody, that train never has.',
  },
  'captions-tiny': {
    parallel: true,
    title: 'Captions, German and English, tiny',
    file: 'data/captions-tiny.csv.gz',
    about: '720 pairs of captions made by a grammar of ours, with the gold alignment of their words.',
  },
};
