import type { BertModelSpec } from '../../recipe/recipe.ts';

interface Sizes {
  layers: number;
  hidden: number;
  heads: number;
}

/** Sizes by name: of Turc et al. 2019 and of Devlin et al. 2019. */
export const PRESETS: readonly (Sizes & { name: string })[] = [
  { name: 'Tiny', layers: 2, hidden: 128, heads: 2 },
  { name: 'Mini', layers: 4, hidden: 256, heads: 4 },
  { name: 'Small', layers: 4, hidden: 512, heads: 8 },
  { name: 'Base', layers: 12, hidden: 768, heads: 12 },
];

/** Wide enough for BERT's own deviation: there 0.02 is about half of 1 / √width. */
const WIDE = 512;

/** What a preset makes of a model: its sizes, and first weights that suit its width, near 1 / √width in a narrow one. */
export const presetOf = ({ layers, hidden, heads }: Sizes): Partial<BertModelSpec> => ({
  ...{ layers, hidden, heads, intermediate: null },
  initializerRange: hidden >= WIDE ? 0.02 : Number((0.9 / Math.sqrt(hidden)).toFixed(2)),
});
