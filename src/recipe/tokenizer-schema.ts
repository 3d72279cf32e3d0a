import { z } from 'zod';
import { count } from './numbers.ts';

/** Pieces of a subword tokenizer, those of single bytes or characters and the special tokens among them. */
const vocabularySize = z.int().min(300).max(100_000).default(8000);
/** A pair of pieces must occur so often in train to become one. */
const minFrequency = count.default(2);

export const tokenizerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('word') }),
  /** Byte-level BPE in the manner of GPT-2: no word is ever unknown. */
  z.strictObject({ kind: z.literal('bpe'), vocabularySize, minFrequency }),
  /** BERT's: the longest pieces from the front. */
  z.strictObject({
    kind: z.literal('wordpiece'),
    /** Wider bounds than of those that are trained here: a published one brings the pieces it has. */
    vocabularySize: z.int().min(16).max(1_000_000).default(8000),
    minFrequency,
    /** Without control characters and other invisible ones, every white space a space. */
    cleanText: z.boolean().default(true),
    /** Each Chinese character a word of its own. */
    handleChineseChars: z.boolean().default(true),
    /** Null, as in Hugging Face's: where everything is lower case. */
    stripAccents: z.boolean().nullable().default(null),
    /** Its pieces come from a file of the person's own, by this name; `id` names what is in it. Null: learnt from train. */
    opened: z
      .strictObject({ name: z.string().min(1), id: z.string().min(1) })
      .nullable()
      .default(null),
  }),
]);
