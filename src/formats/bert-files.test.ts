import { Tokenizer as Reference } from '@huggingface/tokenizers';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../base/random.ts';
import { type Recipe, recipeSchema } from '../recipe/recipe.ts';
import { bertTextOf } from '../text/bert-text.ts';
import { BERT_MARKS } from '../text/bert-marks.ts';
import { tokenizeText } from '../text/tokenize.ts';
import { Tokenizer, trainSubwords } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { tokenizerFiles } from './bert-files.ts';
import { smallBundle } from './bundle.fixture.ts';
import { bundleFiles } from './bundle.ts';
import { readTokenizer } from './published/tokenizer.ts';

const LETTERS = Array.from("aehnprsuy AEHN .,;'’-_$+#–«»éïÉÏЁёлкаЛ北京龙\t\u0001\u00ad\u200b\u00a0\u0301");
const SAMPLE =
  'A person who runs unhappily; Running and runner, the happiness of running. Naïve café — «Ёлка» 北京 龙 ok';
const both = [true, false];

/** Every setting that BERT's rules have. */
const SETTINGS = both.flatMap((lowercase) =>
  both.flatMap((cleanText) =>
    both.flatMap((handleChineseChars) =>
      [null, true, false].map((stripAccents) => ({ lowercase, cleanText, handleChineseChars, stripAccents })),
    ),
  ),
);

const recipeOf = ({ lowercase, ...rules }: (typeof SETTINGS)[number]): Recipe =>
  recipeSchema.parse({
    task: 'pretrain',
    text: {
      normalise: { lowercase, punctuation: 'keep' },
      tokenizer: { kind: 'wordpiece', vocabularySize: 600, ...rules },
    },
    model: { kind: 'bert' },
  });

async function learnt({ text }: Recipe): Promise<Vocabulary> {
  if (text.tokenizer.kind !== 'wordpiece') throw new Error('no WordPiece');
  const counts = new Map<string, number>();
  for (const word of tokenizeText(`${SAMPLE} ${LETTERS.join(' ')} `.repeat(3), text))
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return trainSubwords({ ...text, tokenizer: text.tokenizer }, counts, undefined, BERT_MARKS);
}

const texts: string[] = [];
beforeAll(() => {
  const random = new Random(29);
  while (texts.length < 300) {
    const text = Array.from({ length: 1 + random.below(20) }, () => {
      if (random.below(4) > 0) return LETTERS[random.below(LETTERS.length)] as string;
      const code = random.below(random.below(2) === 0 ? 0x3000 : 0x30000);
      return code >= 0xd800 && code < 0xe000 ? 'a' : String.fromCodePoint(code);
    }).join('');
    // Unassigned and private characters depend on the age of the tables. Other than Hugging Face's own tokenizers, the
    // package sees no Chinese characters beyond U+FFFF, knows a final sigma, and takes U+FEFF, not U+0085, for a space.
    if (!/[\p{Cn}\p{Co}\u{20000}-\u{2FFFF}Σ\u0085\uFEFF]/u.test(text)) texts.push(text);
  }
});

describe('tokenizerFiles', () => {
  it.each(SETTINGS)('opened by Hugging Face give the numbers of the lab under %j', async (settings) => {
    const recipe = recipeOf(settings);
    const vocabulary = await learnt(recipe);
    const files = tokenizerFiles({ recipe, vocabulary: vocabulary.words });
    const json = files['tokenizer.json'] as string;
    const config = files['tokenizer_config.json'] as string;
    const theirs = new Reference(JSON.parse(json) as object, JSON.parse(config) as object);
    const ours = new Tokenizer(recipe.text, vocabulary);
    for (const text of [SAMPLE, 'don’t DON’T', ...texts])
      expect(
        ours.tokens(text).map((token) => vocabulary.id(token)),
        JSON.stringify(text),
      ).toEqual(theirs.encode(text, { add_special_tokens: false }).ids);
  });

  it.each(SETTINGS)('are read back as they were written under %j', async (settings) => {
    const recipe = recipeOf(settings);
    const { words } = await learnt(recipe);
    const files = tokenizerFiles({ recipe, vocabulary: words });
    const read = (names: readonly string[]) => {
      const get = (name: string): string | null => (names.includes(name) ? (files[name] as string) : null);
      return readTokenizer({
        vocabTxt: get('vocab.txt'),
        tokenizerJson: get('tokenizer.json'),
        tokenizerConfig: get('tokenizer_config.json'),
      });
    };
    const whole = { words: [...words], order: null, text: bertTextOf(recipe.text) };
    expect(read(['tokenizer.json'])).toEqual(whole);
    expect(read(['vocab.txt', 'tokenizer_config.json'])).toEqual(whole);
  });

  it('are there and named by the README also where the recipe takes things out of a text', () => {
    const content = smallBundle(
      {
        text: {
          normalise: { digits: 'remove', punctuation: 'remove', stopWords: 'english' },
          tokenizer: { kind: 'wordpiece' },
        },
        model: { kind: 'bert', layers: 1, hidden: 4, heads: 1 },
      },
      { vocabulary: ['<pad>', '<unk>', '[CLS]', '[SEP]', '[MASK]', 'a'] },
    );
    const files = bundleFiles(content);
    const readme = String(files['README.md']);
    for (const name of ['config.json', 'vocab.txt', 'tokenizer.json', 'tokenizer_config.json']) {
      expect(Object.keys(files)).toContain(name);
      expect(readme).toContain(name);
    }
    expect(readme).toContain(
      'digits are taken out, punctuation is taken out, English stop words are taken out: load_in_pytorch.py does that',
    );
  });

  it('are none where the pieces are not those of WordPiece', () => {
    const recipe = recipeSchema.parse({ text: { tokenizer: { kind: 'bpe' } } });
    expect(tokenizerFiles({ recipe, vocabulary: ['<pad>', '<unk>'] })).toEqual({});
  });
});
