import { rows } from './lexicon.ts';

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
