/** Frequent words that say little about a topic: articles, pronouns, prepositions, conjunctions, auxiliaries. */

const ENGLISH = `
a about above after again against all am an and any are aren't as at be because been before being below between
both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each few for from
further had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his
how how's i i'd i'll i'm i've if in into is isn't it it's its itself let's me more most mustn't my myself no nor
not of off on once only or other ought our ours ourselves out over own same shan't she she'd she'll she's should
shouldn't so some such than that that's the their theirs them themselves then there there's these they they'd
they'll they're they've this those through to too under until up very was wasn't we we'd we'll we're we've were
weren't what what's when when's where where's which while who who's whom why why's will with won't would wouldn't
you you'd you'll you're you've your yours yourself yourselves`;

const RUSSIAN = `
а без более больше будет будто бы был была были было быть в вам вас вдруг ведь во вот впрочем все всегда всего
всех всю вы где да даже для до другой его ее её ей ему если есть еще ещё ж же за зачем здесь и из или им иногда
их к как какая какой когда конечно кто куда ли лучше между меня мне много может можно мой моя мы на над надо
наконец нас не него нее неё ней нельзя нет ни нибудь никогда ним них ничего но ну о об один он она они оно опять
от перед по под после потом потому почти при про раз разве с сам свою себе себя сейчас со совсем так такой там
тебя тем теперь то тогда того тоже только том тот три тут ты у уж уже хорошо хоть чего чем через что чтоб чтобы
чуть эта эти этих это этого этой этом этот эту я`;

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

export const STOP_WORDS = { english: words(ENGLISH), russian: words(RUSSIAN) };
