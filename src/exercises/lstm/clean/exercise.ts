import type { Exercise } from '../../types.ts';

export const exercise: Exercise = {
  id: 'lstm/clean',
  title: 'Cleaning, with what training alone knows',
  defines: ['wordsOf', 'documentFrequency', 'cleanAll'],
  tensors: false,
  starter: `type Options = {
  stopWords: Set<string>; // words to leave out, in small letters
  lemma: (word: string) => string; // "geese" → "goose"
  minDf: number; // in at least so many texts
  maxDf: number; // in at most this share of the texts, 0 to 1
};

/** The words of a text: small letters, no numbers, no stop words, each as its lemma */
function wordsOf(text: string, options: Options): string[] {
  // Your code. Words are runs of letters: /\\p{L}+/gu
  return [];
}

/** In how many texts each word occurs */
function documentFrequency(texts: string[][]): Map<string, number> {
  // Your code.
  return new Map();
}

/** All texts without words that are too rare or too frequent */
function cleanAll(train: string[], test: string[], options: Options): { train: string[][]; test: string[][] } {
  // Your code.
  return { train: [], test: [] };
}
`,
  reference: `type Options = { stopWords: Set<string>; lemma: (word: string) => string; minDf: number; maxDf: number };

function wordsOf(text: string, { stopWords, lemma }: Options): string[] {
  const words = text.toLowerCase().match(/\\p{L}+/gu) ?? [];
  return words.filter((word) => !stopWords.has(word)).map((word) => lemma(word));
}

function documentFrequency(texts: string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function cleanAll(train: string[], test: string[], options: Options): { train: string[][]; test: string[][] } {
  const learned = train.map((text) => wordsOf(text, options));
  const counts = documentFrequency(learned);
  const most = options.maxDf * train.length;
  const keep = (word: string): boolean => {
    const count = counts.get(word) ?? 0;
    return count >= options.minDf && count <= most;
  };
  return {
    train: learned.map((words) => words.filter(keep)),
    test: test.map((text) => wordsOf(text, options).filter(keep)),
  };
}
`,
  offers: [
    { name: 'text.toLowerCase', detail: '(): in small letters' },
    { name: 'text.match', detail: '(/\\p{L}+/gu): all runs of letters, or null' },
    { name: 'stopWords.has', detail: '(word): whether it is one of them' },
    { name: 'new Set', detail: '(words): each once' },
  ],
  checks: [
    { id: 'words', title: 'Small letters, no numbers, no stop words, lemmas', points: 2 },
    { id: 'frequency', title: 'A word counts once for each text it is in', points: 1 },
    { id: 'limits', title: 'Too rare and too frequent words go', points: 2 },
    { id: 'train', title: 'The counts are those of the training texts alone', points: 2 },
  ],
};
