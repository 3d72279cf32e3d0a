/**
 * How a command line does what the hint of an error asks for. Errors of the lab speak to whoever reads them: a page has
 * drop-downs where a command has paths of the recipe.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  'data/unsure-columns':
    'Here: --set data.columns.text=NAME --set data.columns.label=NAME (of pairs data.columns.source and data.columns.target), by name or by number from 0.',
  'data/one-language': 'Here: --target FILE beside --data FILE.',
  'data/no-column': 'Here: --set data.columns.text=NAME, data.columns.label=NAME and the like.',
  'data/same-column': 'Here: --set data.columns.text=NAME --set data.columns.label=NAME.',
  'data/too-many-classes': 'Here: --set data.columns.label=NAME.',
  'data/one-class': 'Here: --set data.columns.label=NAME.',
  'tokenizer/missing': 'Here: --tokenizer FILE.',
  'recipe/model':
    'Here: --set model.heads=N, model.hidden=N, model.positions=N, text.maxLength=N and the like.',
  'data/alignment': 'Here: --set data.columns.alignment=null.',
};

/** What to add to the sentence of an error with this code; undefined where its hint says it all. */
export const settingsFor = (code: string): string | undefined => SETTINGS[code];
