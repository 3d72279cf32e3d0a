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

export interface Adjective {
  index: number;
  /** What the endings are put to: müd-e, dunkl-e. */
  stem: string;
  en: string;
}

export const rows = (table: string): string[][] =>
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
