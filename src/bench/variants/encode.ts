import { textSchema } from '../../recipe/recipe.ts';
import { tokenizeText } from '../../text/tokenize.ts';
import { encodeTokens, Vocabulary } from '../../text/vocabulary.ts';
import { encodeTexts } from '../inputs.ts';
import type { Subject } from '../subject.ts';
import type { EncodeWork } from '../workloads.ts';

/** Text → ids by the lab's own way, or by what one would write in a minute. The "loss" is the mean id. */
export function encodeSubject(work: EncodeWork, own: boolean): Subject {
  const texts = encodeTexts(work);
  const spec = textSchema.parse({ vocabulary: { maxSize: work.vocabulary } });
  const vocabulary = Vocabulary.build(
    texts.map((text) => tokenizeText(text, spec)),
    spec.vocabulary,
  );
  const numbers = new Map(vocabulary.words.map((word, id) => [word, id]));
  const encode = own
    ? (text: string) => encodeTokens(tokenizeText(text, spec), vocabulary, Infinity)
    : (text: string) =>
        Int32Array.from(text.toLowerCase().match(/\w+|[^\w\s]/g) ?? [], (word) => numbers.get(word) ?? 1);
  return {
    step() {
      let [sum, count] = [0, 0];
      for (const text of texts) {
        const ids = encode(text);
        count += ids.length;
        for (const id of ids) sum += id;
      }
      return Promise.resolve(sum / count);
    },
  };
}
