import { type Gender, type Noun, rows } from './lexicon.ts';

/** Where and when something is done, and whether one wants, must or can: the words around the action of a caption. */

/** A preposition with the dative and what English says for it. */
export interface Where {
  de: string;
  en: string;
}

export interface Place {
  /** Where one mostly is: `in the park`, `at the station`. */
  home: Where;
  /** Where else one can be: without these each noun would name its preposition, and nothing would tell them apart. */
  beside: readonly Where[];
  /** `the snow`, `the water`; the others are `a park` as well as `the park`. */
  definite: boolean;
  noun: Noun;
}

const WHERE: Record<string, Where> = {
  h: { de: 'hinter', en: 'behind' },
  v: { de: 'vor', en: 'in front of' },
  n: { de: 'neben', en: 'next to' },
  b: { de: 'bei', en: 'near' },
  u: { de: 'unter', en: 'under' },
  o: { de: 'auf', en: 'on' },
  i: { de: 'in', en: 'in' },
};

/** Preposition, what English says for it, letters of WHERE, `the` where nothing else will do, and the noun. */
export const PLACES: readonly Place[] = rows(`
  in|in|hvnb||m|Park|park
  in|in|hvnb||m|Garten|garden
  in|in|hvnb||f|Küche|kitchen
  in|in|hvnb||m|Wald|forest
  in|in|vnb|the|n|Wasser|water
  in|in||the|m|Schnee|snow
  in|in|hvnb||n|Café|cafe
  in|in|hvnb||n|Schwimmbad|swimming pool
  in|in|vb||f|Stadt|city
  in|on|hvnbu||m|Zug|train
  in|in|hvnb||n|Restaurant|restaurant
  an|on|hvnb||m|Strand|beach
  an|at|hvnb||f|Bushaltestelle|bus stop
  an|at|hvnbi||m|Bahnhof|station
  an|at|hvnbi||m|See|lake
  an|at|hvnbi||m|Fluss|river
  auf|on|hvnb||f|Straße|street
  auf|on|hvnbu||f|Bank|bench
  auf|in|hvnb||m|Parkplatz|parking lot
  auf|on|hvnbu||m|Felsen|rock
  auf|on|hvnbu||f|Brücke|bridge
  auf|in|hvnb||f|Wiese|meadow
  auf|at|hvnb||m|Markt|market
  auf|on|hvnb||m|Spielplatz|playground
  vor|in front of|hnbi||n|Haus|house
  vor|in front of|hnbi||m|Laden|store
  vor|in front of|hnbi||f|Schule|school
  hinter|behind|vnb||f|Mauer|wall
  hinter|behind|vnbi||f|Kirche|church
  neben|next to|hvbuo||m|Lastwagen|truck
  neben|next to|hvbi||m|Springbrunnen|fountain
  unter|under|hvnb||m|Baum|tree
  unter|under|hvnb||m|Sonnenschirm|beach umbrella`).map(
  ([preposition = '', said = '', letters = '', article, gender, de = '', en = ''], index) => ({
    home: { de: preposition, en: said },
    beside: [...letters].map((letter) => WHERE[letter] as Where),
    definite: article === 'the',
    noun: {
      index,
      gender: gender as Gender,
      weak: false,
      de,
      dePlural: '',
      en,
      enPlural: '',
      kinds: '',
      pronoun: 'it',
    },
  }),
);

/** Told by a word or by a few that belong together one by one. */
export const TIMES: readonly (readonly (readonly [string, string])[])[] = [
  [['heute', 'today']],
  [['jetzt', 'now']],
  [['nachts', 'at night']],
  [
    ['am', 'in the'],
    ['Abend', 'evening'],
  ],
  [
    ['jeden', 'every'],
    ['Abend', 'evening'],
  ],
  [
    ['am', 'in the'],
    ['Morgen', 'morning'],
  ],
  [
    ['jeden', 'every'],
    ['Morgen', 'morning'],
  ],
  [
    ['am', 'in the'],
    ['Nachmittag', 'afternoon'],
  ],
  [
    ['jeden', 'every'],
    ['Nachmittag', 'afternoon'],
  ],
  [
    ['im', 'in'],
    ['Winter', 'winter'],
  ],
  [
    ['jeden', 'every'],
    ['Winter', 'winter'],
  ],
  [
    ['im', 'in'],
    ['Sommer', 'summer'],
  ],
  [
    ['jeden', 'every'],
    ['Sommer', 'summer'],
  ],
];

export interface Modal {
  third: string;
  plural: string;
  en: string;
  enPlural: string;
  /** English puts `to` before the verb. */
  to: boolean;
}

export const MODALS: readonly Modal[] = rows(`
  will|wollen|wants|want|to
  möchte|möchten|would like|would like|to
  muss|müssen|must|must|
  kann|können|can|can|
  soll|sollen|should|should|`).map(([third = '', plural = '', en = '', enPlural = '', to]) => ({
  third,
  plural,
  en,
  enPlural,
  to: to === 'to',
}));
