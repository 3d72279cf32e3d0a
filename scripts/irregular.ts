/** Irregular forms of English: what the rules of detachment do not find. Base, then its forms. */

const VERBS = `
be am is are was were been being; have has had; do does did done; go goes went gone; say said; make made; take took
taken; come came; see saw seen; know knew known; get got gotten; give gave given; find found; think thought; tell told;
become became; show shown; leave left; feel felt; bring brought; begin began begun; keep kept; hold held; write wrote
written; stand stood; hear heard; mean meant; meet met; run ran; pay paid; sit sat; speak spoke spoken; lead led; grow
grew grown; lose lost; fall fell fallen; send sent; build built; understand understood; draw drew drawn; break broke
broken; spend spent; rise rose risen; drive drove driven; buy bought; wear wore worn; choose chose chosen; seek sought;
throw threw thrown; catch caught; deal dealt; win won; forget forgot forgotten; lay laid; sell sold; fight fought;
teach taught; eat ate eaten; sing sang sung; strike struck stricken; hang hung; shake shook shaken; ride rode ridden;
feed fed; shoot shot; drink drank drunk; hide hid hidden; swim swam swum; sweep swept; fly flew flown; fly flies;
blow blew blown; steal stole stolen; sleep slept; dig dug; bend bent; lend lent; swear swore sworn; tear tore torn;
freeze froze frozen; bite bit bitten; bind bound; wind wound; swing swung; stick stuck; sting stung; cling clung; spin
spun; spring sprang sprung; shrink shrank shrunk; sink sank sunk; ring rang rung; wake woke woken; weave wove woven;
weep wept; creep crept; flee fled; bleed bled; breed bred; kneel knelt; lie lay lain lying; die dying; tie tying; slide
slid; light lit; shine shone; forgive forgave forgiven; forbid forbade forbidden; arise arose arisen; withdraw withdrew
withdrawn; overcome overcame; undergo underwent undergone; undertake undertook undertaken; mistake mistook mistaken;
foresee foresaw foreseen; bear bore borne; beat beaten; swell swollen; sew sewn; sow sown; mow mown; saw sawn; prove
proven; burn burnt; learn learnt; dream dreamt; spell spelt; spill spilt; spoil spoilt; dwell dwelt; leap leapt; grind
ground; panic panicked panicking; picnic picnicked picnicking; mimic mimicked mimicking; traffic trafficked trafficking`;

const NOUNS = `
goose geese; mouse mice; louse lice; man men; woman women; child children; ox oxen; foot feet; tooth teeth; person
people; die dice; penny pence; wife wives; knife knives; life lives; leaf leaves; loaf loaves; half halves; calf calves;
shelf shelves; self selves; wolf wolves; thief thieves; elf elves; hoof hooves; scarf scarves; wharf wharves; sheaf
sheaves; crisis crises; analysis analyses; basis bases; thesis theses; hypothesis hypotheses; diagnosis diagnoses;
oasis oases; parenthesis parentheses; synthesis syntheses; neurosis neuroses; axis axes; phenomenon phenomena;
criterion criteria; bacterium bacteria; stratum strata; curriculum curricula; memorandum memoranda; ovum ova; datum
data; cactus cacti; fungus fungi; nucleus nuclei; radius radii; stimulus stimuli; alumnus alumni; focus foci; locus
loci; genus genera; corpus corpora; larva larvae; alga algae; antenna antennae; vertebra vertebrae; formula formulae;
nebula nebulae; index indices; matrix matrices; vertex vertices; appendix appendices; codex codices; schema schemata;
stigma stigmata; bureau bureaux; plateau plateaux; tableau tableaux; potato potatoes; tomato tomatoes; hero heroes;
echo echoes; cargo cargoes; quiz quizzes`;

const ADJECTIVES = `
good better best; bad worse worst; far farther farthest further furthest; many more most; little less least; old elder
eldest; dry drier driest; shy shier shiest`;

function forms(...lists: string[]): Record<string, string> {
  const result: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const entry of lists.join(';').split(';')) {
    const [base, ...inflected] = entry.trim().split(/\s+/);
    // a form of two words goes to the first of them here: lay is a word of its own
    for (const form of inflected) if (base) result[form] ??= base;
  }
  return result;
}

/** Lemma by inflected form. A form that is more often a word of its own is not in here. */
export const IRREGULAR: Readonly<Record<string, string>> = (() => {
  const all = forms(VERBS, NOUNS, ADJECTIVES);
  for (const own of [
    'lay',
    'saw',
    'ground',
    'wound',
    'bore',
    'rose',
    'bit',
    'left',
    'found',
    'most',
    'more',
    'being',
    'light',
  ])
    delete all[own];
  return all;
})();
