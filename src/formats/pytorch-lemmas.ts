import { RULES } from '../text/lemmas.ts';

/** `lemma(word)` in Python, as `src/text/lemmas.ts` finds it, from `lemmas.txt` beside the script. */
export function pythonLemmas(): string {
  const rules = RULES.map(([ending, instead, part]) => `("${ending}", "${instead}", ${part})`);
  const lines: string[] = [];
  for (let i = 0; i < rules.length; i += 4) lines.push(`    ${rules.slice(i, i + 4).join(', ')},`);
  return String.raw`SPEECH, LEMMAS = {}, {}  # parts of speech: 1 noun, 2 verb, 4 adjective
for line in (FOLDER / "lemmas.txt").read_text(encoding="utf-8").splitlines():
    word, parts, *other = line.split(" ")
    SPEECH[word] = int(parts)
    if other:
        LEMMAS[word] = other[0]
RULES = [  # ending, what stands in its place, part of speech of the outcome
${lines.join('\n')}
]
DOUBLED = re.compile(r"(.*([bdfgklmnprtvz]))\2(ed|ing|er|est)")


def lemma(word):
    if word in SPEECH:
        return LEMMAS.get(word, word)
    found = [
        (word[: len(word) - len(ending)] + instead, part)
        for ending, instead, part in RULES
        if word.endswith(ending) and not (ending == "s" and word.endswith("ss"))
    ]
    doubled = DOUBLED.fullmatch(word)
    if doubled:
        found.append((doubled[1], 4 if doubled[3] in ("er", "est") else 2))
    return next((base for base, part in found if len(base) >= 3 and SPEECH.get(base, 0) & part), word)
`;
}
