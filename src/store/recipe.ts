import { create } from 'zustand';
import { type LabErrorData, toErrorData } from '../base/errors.ts';
import { type Recipe, recipeSchema } from '../recipe/recipe.ts';
import { setPath } from '../recipe/set.ts';
import { keepNote, keptNote } from '../storage/store.ts';
import { saving } from './saved.ts';

/** How many changes can be taken back. */
const UNDO_DEPTH = 100;

/** A recipe and what was done to it. */
interface Desk {
  /** As the lesson gives it. */
  original: Recipe;
  /** Under edit; always valid. */
  recipe: Recipe;
  past: Recipe[];
  future: Recipe[];
}

interface RecipeState extends Desk {
  /** The lesson whose recipe is under edit; null before `init`. */
  lesson: string | null;

  /**
   * Takes up the lesson's recipe: as it was left, else what the person made of it last time, else the lesson's own. The
   * lesson before is laid aside as it is. Idempotent for the same lesson.
   */
  init(lesson: string, original: Recipe): Promise<void>;
  /** Changes the recipe of a lesson, whether it is under edit or laid aside: for what was begun there and ends later. */
  changeOf(lesson: string, change: (recipe: Recipe) => Recipe): void;
  /** Changes one value, such as `update('text.vocabulary.minCount', 3)`. Returns why not, or null when it is done. */
  update(path: string, value: unknown): LabErrorData | null;
  /** Replaces the whole recipe (one step for undo). */
  replace(recipe: Recipe): void;
  undo(): void;
  redo(): void;
  /** Back to what the lesson gives; can be undone. */
  reset(): void;
}

const noteKey = (lesson: string): string => `recipe/${lesson}`;

/** What the person made of the recipe; null where nothing is kept, or nothing that this version can read. */
async function kept(lesson: string): Promise<Recipe | null> {
  try {
    const parsed = recipeSchema.safeParse(await keptNote(noteKey(lesson)));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    // Without storage the lesson's own recipe serves; the first change that cannot be kept says so in the saved sign.
    console.warn(error);
    return null;
  }
}

const defaults = recipeSchema.parse({});

/** Of the lessons that were opened and are not under edit now. */
const aside = new Map<string, Desk>();

/** The recipe of a lesson as it stands, without taking it up. */
export async function recipeOf(lesson: string, original: Recipe): Promise<Recipe> {
  const standing = (): Recipe | undefined =>
    useRecipe.getState().lesson === lesson ? useRecipe.getState().recipe : aside.get(lesson)?.recipe;
  const before = standing();
  if (before) return before;
  const recipe = await kept(lesson);
  return standing() ?? recipe ?? original;
}

/** As the lesson gives it, whether it is under edit or not. */
export function originalOf(lesson: string): Recipe {
  const state = useRecipe.getState();
  return (state.lesson === lesson ? state.original : aside.get(lesson)?.original) ?? state.original;
}

/** The base recipe of the open lesson: the panels edit it, the cells run it. Kept in this browser. */
export const useRecipe = create<RecipeState>((set, get) => {
  const apply = (recipe: Recipe, past: Recipe[], future: Recipe[]): void => {
    set({ recipe, past, future });
    const { lesson } = get();
    if (lesson === null) return;
    void saving(`the settings of lesson ${lesson}`, () => keepNote(noteKey(lesson), recipe));
  };
  const advance = (recipe: Recipe): void => {
    const { recipe: before, past } = get();
    if (JSON.stringify(before) === JSON.stringify(recipe)) return;
    apply(recipe, [...past.slice(1 - UNDO_DEPTH), before], []);
  };

  return {
    lesson: null,
    original: defaults,
    recipe: defaults,
    past: [],
    future: [],

    async init(lesson, original) {
      const { lesson: before, original: given, recipe: left, past, future } = get();
      if (before === lesson) return;
      if (before !== null) aside.set(before, { original: given, recipe: left, past, future });
      const desk = aside.get(lesson);
      aside.delete(lesson);
      set({ lesson, ...(desk ?? { original, recipe: original, past: [], future: [] }) });
      if (desk) return;
      const recipe = await kept(lesson);
      if (!recipe) return;
      // A change made while the kept one was being read wins, and the person may have gone on to another lesson.
      const waiting = aside.get(lesson);
      if (get().lesson === lesson && get().past.length === 0) set({ recipe });
      else if (waiting && waiting.past.length === 0) aside.set(lesson, { ...waiting, recipe });
    },

    changeOf(lesson, change) {
      const desk = aside.get(lesson);
      if (get().lesson === lesson || !desk) return advance(change(get().recipe));
      const recipe = change(desk.recipe);
      aside.set(lesson, {
        ...desk,
        recipe,
        past: [...desk.past.slice(1 - UNDO_DEPTH), desk.recipe],
        future: [],
      });
      void saving(`the settings of lesson ${lesson}`, () => keepNote(noteKey(lesson), recipe));
    },

    update(path, value) {
      try {
        advance(setPath(get().recipe, path, value));
        return null;
      } catch (error) {
        return toErrorData(error);
      }
    },

    replace: advance,

    undo() {
      const { recipe, past, future } = get();
      const previous = past.at(-1);
      if (previous) apply(previous, past.slice(0, -1), [recipe, ...future]);
    },

    redo() {
      const { recipe, past, future } = get();
      const [next, ...rest] = future;
      if (next) apply(next, [...past, recipe], rest);
    },

    reset: () => advance(get().original),
  };
});
