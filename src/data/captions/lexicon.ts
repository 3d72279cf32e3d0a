/**
 * The words of the captions. Rows are written as lines with bars, so that a table of words reads as one; what is not
 * regular stands in the row itself.
 */

export type Gender = 'm' | 'f' | 'n';

export interface Noun {
  index: number;
  gender: Gender;
  /** Masculine with -en in every case but the nominative singular: der Junge, den Jungen. */
  weak: boolean;
  de: string;
  dePlural: string;
  en: string;
  enPlural: string;
  /** What can be done with it: the letters of VERBS' objects. */
  kinds: string;
  /** What English calls one of it: he, she or it. */
  pronoun: 'he' | 'she' | 'it';
}

export interface Verb {
  index: number;
  /** Separable particle; empty: none. */
  particle: string;
  /** Infinitive without the particle: also the third person plural. */
  infinitive: string;
  /** Third person singular. */
  third: string;
  participle: string;
  /** Perfect with sein. */
  sein: boolean;
  en: { base: string; ing: string; participle: string; particle: string };
  /** Kinds of nouns it takes as its object; empty: none. */
  objects: string;
  /** Takes a receiver in the dative: English says it with `to` after the object. */
  dative: boolean;
  /** Who does it: p people, a animals. */
  subjects: string;
}

export interface Adjective {
  index: number;
  /** What the endings are put to: müd-e, dunkl-e. */
  stem: string;
  en: string;
}

const rows = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split('|'));

function nouns(table: string, kinds?: string): Noun[] {
  return rows(table).map(([sort = '', de = '', dePlural = '', en = '', enPlural = '', last = ''], index) => {
    const gender = sort[0] as Gender;
    const told = kinds === 'p' ? last : '';
    return {
      index,
      gender,
      weak: sort.endsWith('*'),
      de,
      dePlural,
      en,
      enPlural,
      kinds: kinds ?? last,
      pronoun: kinds !== 'p' ? 'it' : told ? (told as 'she') : gender === 'm' ? 'he' : 'she',
    };
  });
}

export const PEOPLE = nouns(
  `
  m|Mann|Männer|man|men
  f|Frau|Frauen|woman|women
  m*|Junge|Jungen|boy|boys
  n|Mädchen|Mädchen|girl|girls|she
  n|Kind|Kinder|child|children|it
  n|Baby|Babys|baby|babies|it
  m|Arbeiter|Arbeiter|worker|workers
  m|Bauarbeiter|Bauarbeiter|construction worker|construction workers
  m|Fußballspieler|Fußballspieler|soccer player|soccer players
  m*|Tourist|Touristen|tourist|tourists
  m|Koch|Köche|cook|cooks
  f|Lehrerin|Lehrerinnen|teacher|teachers
  f|Ärztin|Ärztinnen|doctor|doctors
  m*|Polizist|Polizisten|police officer|police officers
  m|Feuerwehrmann|Feuerwehrmänner|firefighter|firefighters
  f|Großmutter|Großmütter|grandmother|grandmothers
  m|Großvater|Großväter|grandfather|grandfathers
  m*|Bauer|Bauern|farmer|farmers
  f|Tänzerin|Tänzerinnen|dancer|dancers
  m|Radfahrer|Radfahrer|cyclist|cyclists
  m*|Student|Studenten|student|students
  f|Verkäuferin|Verkäuferinnen|saleswoman|saleswomen
  m|Maler|Maler|painter|painters
  f|Sängerin|Sängerinnen|singer|singers
  m|Kellner|Kellner|waiter|waiters
  f|Mutter|Mütter|mother|mothers
  m|Vater|Väter|father|fathers
  m|Taucher|Taucher|diver|divers
  m|Gärtner|Gärtner|gardener|gardeners
  m|Musiker|Musiker|musician|musicians
  f|Schülerin|Schülerinnen|schoolgirl|schoolgirls
  m|Clown|Clowns|clown|clowns`,
  'p',
);

export const ANIMALS = nouns(
  `
  m|Hund|Hunde|dog|dogs
  f|Katze|Katzen|cat|cats
  n|Pferd|Pferde|horse|horses
  m|Vogel|Vögel|bird|birds
  m*|Affe|Affen|monkey|monkeys
  f|Kuh|Kühe|cow|cows
  f|Ente|Enten|duck|ducks
  m*|Bär|Bären|bear|bears
  m*|Elefant|Elefanten|elephant|elephants
  f|Ziege|Ziegen|goat|goats
  n|Schaf|Schafe|sheep|sheep
  n|Kaninchen|Kaninchen|rabbit|rabbits
  m|Esel|Esel|donkey|donkeys
  f|Maus|Mäuse|mouse|mice
  m*|Welpe|Welpen|puppy|puppies`,
  'a',
);

export const CLOTHES = nouns(
  `
  m|Hut|Hüte|hat|hats
  f|Jacke|Jacken|jacket|jackets
  n|Hemd|Hemden|shirt|shirts
  n|Kleid|Kleider|dress|dresses
  m|Mantel|Mäntel|coat|coats
  m|Rock|Röcke|skirt|skirts
  m|Schal|Schals|scarf|scarves
  f|Mütze|Mützen|cap|caps
  m|Helm|Helme|helmet|helmets
  m|Pullover|Pullover|sweater|sweaters
  m|Anzug|Anzüge|suit|suits
  m|Badeanzug|Badeanzüge|bathing suit|bathing suits
  f|Schürze|Schürzen|apron|aprons
  f|Weste|Westen|vest|vests
  f|Krawatte|Krawatten|tie|ties
  f|Bluse|Blusen|blouse|blouses
  f|Lederjacke|Lederjacken|leather jacket|leather jackets
  m|Regenmantel|Regenmäntel|rain coat|rain coats`,
  'cb',
);

export const THINGS = nouns(`
  n|Buch|Bücher|book|books|rbhu
  f|Zeitung|Zeitungen|newspaper|newspapers|rbhu
  m|Brief|Briefe|letter|letters|rohu
  f|Zeitschrift|Zeitschriften|magazine|magazines|rbh
  f|Landkarte|Landkarten|map|maps|rbh
  m|Ball|Bälle|ball|balls|tbhu
  m|Stock|Stöcke|stick|sticks|thu
  m|Stein|Steine|stone|stones|thu
  m|Schneeball|Schneebälle|snow ball|snow balls|th
  n|Auto|Autos|car|cars|fbw
  n|Fahrrad|Fahrräder|bicycle|bicycles|fbsw
  n|Motorrad|Motorräder|motorcycle|motorcycles|fbsw
  f|Uhr|Uhren|clock|clocks|fb
  m|Zaun|Zäune|fence|fences|fp
  n|Dach|Dächer|roof|roofs|fp
  m|Regenschirm|Regenschirme|umbrella|umbrellas|hbou
  f|Tasche|Taschen|bag|bags|hbou
  m|Koffer|Koffer|suitcase|suitcases|hbozu
  f|Blume|Blumen|flower|flowers|hbp
  f|Flasche|Flaschen|bottle|bottles|howu
  f|Kamera|Kameras|camera|cameras|hbfu
  m|Eimer|Eimer|bucket|buckets|hwu
  m|Apfel|Äpfel|apple|apples|ehbu
  f|Banane|Bananen|banana|bananas|ehb
  m|Kuchen|Kuchen|cake|cakes|ebh
  n|Brötchen|Brötchen|roll|rolls|eb
  f|Birne|Birnen|pear|pears|ehb
  m|Kinderwagen|Kinderwagen|baby carriage|baby carriages|sb
  m|Schlitten|Schlitten|sled|sleds|zbs
  m|Karren|Karren|cart|carts|szf
  m|Rollstuhl|Rollstühle|wheel chair|wheel chairs|sf
  f|Gitarre|Gitarren|guitar|guitars|khbf
  f|Geige|Geigen|violin|violins|khb
  n|Klavier|Klaviere|piano|pianos|kb
  n|Fenster|Fenster|window|windows|owf
  f|Tür|Türen|door|doors|opf
  n|Bild|Bilder|picture|pictures|phbn
  n|Boot|Boote|boat|boats|fpb
  n|Zimmer|Zimmer|room|rooms|mp
  f|Garage|Garagen|garage|garages|mp
  m|Keller|Keller|basement|basements|m
  n|Zelt|Zelte|tent|tents|xb
  m|Tisch|Tische|table|tables|xbpw`);

/** `+` stands behind the separable particle; objects, then subjects, then what else is special. */
function verbs(table: string): Verb[] {
  return rows(table).map((row, index) => {
    const [name = '', third = '', participle = '', base = '', ing = '', enParticiple = ''] = row;
    const [enParticle = '', objects = '', subjects = '', more = ''] = row.slice(6);
    const at = name.indexOf('+');
    return {
      index,
      particle: at < 0 ? '' : name.slice(0, at),
      infinitive: name.slice(at + 1),
      third,
      participle,
      sein: more.includes('s'),
      en: { base, ing, participle: enParticiple, particle: enParticle },
      objects,
      dative: more.includes('d'),
      subjects,
    };
  });
}

export const VERBS = verbs(`
  lesen|liest|gelesen|read|reading|read||r|p
  werfen|wirft|geworfen|throw|throwing|thrown||t|p
  reparieren|repariert|repariert|repair|repairing|repaired||f|p
  halten|hält|gehalten|hold|holding|held||h|p
  malen|malt|gemalt|paint|painting|painted||p|p
  essen|isst|gegessen|eat|eating|eaten||e|p
  fressen|frisst|gefressen|eat|eating|eaten||e|a
  schieben|schiebt|geschoben|push|pushing|pushed||s|p
  ziehen|zieht|gezogen|pull|pulling|pulled||z|pa
  stimmen|stimmt|gestimmt|tune|tuning|tuned||k|p
  kaufen|kauft|gekauft|buy|buying|bought||b|p
  waschen|wäscht|gewaschen|wash|washing|washed||wa|p
  suchen|sucht|gesucht|look|looking|looked|for|hap|p
  finden|findet|gefunden|find|finding|found||hu|pa
  öffnen|öffnet|geöffnet|open|opening|opened||o|p
  fotografieren|fotografiert|fotografiert|photograph|photographing|photographed||pa|p
  umarmen|umarmt|umarmt|hug|hugging|hugged||pa|p
  streicheln|streichelt|gestreichelt|pet|petting|petted||a|p
  füttern|füttert|gefüttert|feed|feeding|fed||a|p
  bürsten|bürstet|gebürstet|brush|brushing|brushed||a|p
  beobachten|beobachtet|beobachtet|watch|watching|watched||pa|pa
  jagen|jagt|gejagt|chase|chasing|chased||a|a
  auf+heben|hebt|gehoben|pick|picking|picked|up|u|pa
  an+ziehen|zieht|gezogen|put|putting|put|on|c|p
  aus+ziehen|zieht|gezogen|take|taking|taken|off|c|p
  an+probieren|probiert|probiert|try|trying|tried|on|c|p
  auf+hängen|hängt|gehängt|hang|hanging|hung|up|nc|p
  an+schauen|schaut|geschaut|look|looking|looked|at|hpa|pa
  auf+räumen|räumt|geräumt|clean|cleaning|cleaned|up|m|p
  mit+bringen|bringt|gebracht|bring|bringing|brought|along|heb|p
  weg+werfen|wirft|geworfen|throw|throwing|thrown|away|tu|p
  auf+bauen|baut|gebaut|set|setting|set|up|x|p
  zu+machen|macht|gemacht|close|closing|closed||o|p
  geben|gibt|gegeben|give|giving|given||hue|p|d
  zeigen|zeigt|gezeigt|show|showing|shown||hn|p|d
  bringen|bringt|gebracht|bring|bringing|brought||heb|p|d
  verkaufen|verkauft|verkauft|sell|selling|sold||b|p|d
  vor+lesen|liest|gelesen|read|reading|read||r|p|d
  schlafen|schläft|geschlafen|sleep|sleeping|slept|||pa
  sitzen|sitzt|gesessen|sit|sitting|sat|||pa
  stehen|steht|gestanden|stand|standing|stood|||pa
  liegen|liegt|gelegen|lie|lying|lain|||pa
  warten|wartet|gewartet|wait|waiting|waited|||pa
  tanzen|tanzt|getanzt|dance|dancing|danced|||p
  singen|singt|gesungen|sing|singing|sung|||p
  lachen|lacht|gelacht|laugh|laughing|laughed|||p
  lächeln|lächelt|gelächelt|smile|smiling|smiled|||p
  weinen|weint|geweint|cry|crying|cried|||p
  arbeiten|arbeitet|gearbeitet|work|working|worked|||p
  kochen|kocht|gekocht|cook|cooking|cooked|||p
  spielen|spielt|gespielt|play|playing|played|||pa
  knien|kniet|gekniet|kneel|kneeling|knelt|||p
  baden|badet|gebadet|bathe|bathing|bathed|||pa
  winken|winkt|gewinkt|wave|waving|waved|||p
  springen|springt|gesprungen|jump|jumping|jumped|||pa|s
  laufen|läuft|gelaufen|run|running|run|||pa|s
  fern+sehen|sieht|gesehen|watch|watching|watched|television||p
  ein+schlafen|schläft|geschlafen|fall|falling|fallen|asleep||pa|s
  auf+wachen|wacht|gewacht|wake|waking|woken|up||pa|s
  auf+stehen|steht|gestanden|get|getting|gotten|up||pa|s
  ein+kaufen|kauft|gekauft|shop|shopping|shopped|||p
  zu+hören|hört|gehört|listen|listening|listened|||p
  aus+rutschen|rutscht|gerutscht|slip|slipping|slipped|||pa|s`);

const adjectives = (table: string): Adjective[] =>
  rows(table).map(([stem = '', en = ''], index) => ({ index, stem, en }));

export const COLOURS = adjectives(`
  rot|red
  blau|blue
  grün|green
  gelb|yellow
  schwarz|black
  weiß|white
  braun|brown
  grau|gray
  hellblau|light blue
  dunkelrot|dark red
  bunt|colorful`);

/** `groß` is another word in English where it is said of a person: a case that the neighbour decides. */
export const OF_PEOPLE = adjectives(`
  jung|young
  alt|old
  klein|small
  groß|tall
  blond|blond
  stark|strong
  müd|tired
  fröhlich|cheerful
  glatzköpfig|bald
  freundlich|friendly`);
export const OF_ANIMALS = adjectives(`
  jung|young
  alt|old
  klein|small
  groß|big
  braun|brown
  schwarz|black
  weiß|white
  nass|wet
  dick|fat`);
export const OF_THINGS = adjectives(`
  alt|old
  neu|new
  klein|small
  groß|big
  schwer|heavy
  schön|beautiful
  schmutzig|dirty
  rot|red
  blau|blue
  grün|green
  gelb|yellow`);

/** Adjectives beside `is`, in the form without an ending. */
export const STATES = rows(`
  müde|tired
  hungrig|hungry
  durstig|thirsty
  glücklich|happy
  traurig|sad
  krank|sick
  nass|wet
  schmutzig|dirty`).map(([de = '', en = '']) => ({ de, en }));

export const COUNTS = rows(`
  zwei|two
  drei|three
  vier|four
  fünf|five
  sechs|six
  mehrere|several
  viele|many`).map(([de = '', en = '']) => ({ de, en }));

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
