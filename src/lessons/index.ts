import type { LessonDefinition } from '../notebook/cell.ts';

/** The lessons that are there: a few words for the header and the course page; the lesson itself comes when opened. */
export interface LessonEntry {
  id: string;
  number: number;
  name: string;
  title: string;
  summary: string;
  load: () => Promise<LessonDefinition>;
}

export const LESSONS: readonly LessonEntry[] = [
  {
    id: 'rnn',
    number: 1,
    name: 'RNN',
    title: 'Topics of short texts',
    summary:
      'Train a recurrent network on dictionary definitions, watch it learn, and change one thing at a time: cell, depth, direction, pooling.',
    load: async () => (await import('./rnn/lesson.ts')).rnnLesson,
  },
  {
    id: 'lstm',
    number: 2,
    name: 'LSTM',
    title: 'Several labels a text',
    summary:
      'Give dictionary definitions all of their labels, see why a plain network forgets the first words, and what gates and attention do about it.',
    load: async () => (await import('./lstm/lesson.ts')).lstmLesson,
  },
  {
    id: 'seq2seq',
    number: 3,
    name: 'Seq2Seq',
    title: 'Translation through one vector',
    summary:
      'Translate German captions into English with two LSTMs, watch the sentences become better epoch by epoch, and see where a single vector is too narrow.',
    load: async () => (await import('./seq2seq/lesson.ts')).seq2seqLesson,
  },
  {
    id: 'attention',
    number: 4,
    name: 'Attention',
    title: 'Looking back at the source',
    summary:
      'Let the decoder look at every word of the source, watch the alignment of the two languages come about, and compare three ways to score it.',
    load: async () => (await import('./attention/lesson.ts')).attentionLesson,
  },
  {
    id: 'bert',
    number: 5,
    name: 'BERT',
    title: 'Learning from text without labels',
    summary:
      'Train a tokenizer, let a BERT guess hidden words, and see what that is worth when labels are few. Look at what every head looks at.',
    load: async () => (await import('./bert/lesson.ts')).bertLesson,
  },
  {
    id: 'transfer',
    number: 6,
    name: 'Transfer',
    title: 'A pretrained model at work',
    summary:
      'Take a pretrained model frozen or not, or as a source of features for logistic regression, and see what fine-tuning does to its attention.',
    load: async () => (await import('./transfer/lesson.ts')).transferLesson,
  },
];
