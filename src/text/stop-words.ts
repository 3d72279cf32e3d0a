/** Frequent words that say little about a topic: articles, pronouns, prepositions, conjunctions, auxiliaries. German: a list of our own. */

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

const GERMAN = `
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim
bevor bin bis bist da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darin darüber darum
das dass davon davor dazu dein deine deinem deinen deiner deines dem den denen denn der deren des deshalb dessen
dich die dies diese diesem diesen dieser dieses dir doch dort du durch durfte dürfen ein eine einem einen einer
eines einige einigem einigen einiger einiges er es etwas euch euer eure eurem euren eurer eures für gegen gewesen
hab habe haben habt hast hat hatte hatten hattest hattet her hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kannst kein
keine keinem keinen keiner keines können könnt könnte könnten konnte konnten machen man manche manchem manchen
mancher manches mehr mein meine meinem meinen meiner meines mich mir mit muss musst musste mussten müssen müsst nach
nachdem nämlich neben nein nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seines
seit seitdem selbst sich sie sind so sobald sogar solche solchem solchen solcher solches soll sollen sollst sollt
sollte sollten sondern sonst soweit sowie trotz über um und uns unser unsere unserem unseren unserer unseres unter
viel viele vielem vielen vieler vom von vor während wann war waren warst wart warum was weder weg wegen weil welche
welchem welchen welcher welches wem wen wenn wer werde werden werdet weshalb wessen wie wieder wieso will willst wir
wird wirst wo wobei wodurch wofür woher wohin wollen wollt wollte wollten womit worden worin würde würden wurde
wurden zu zum zur zwar zwischen`;

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

export const STOP_WORDS = { english: words(ENGLISH), german: words(GERMAN), russian: words(RUSSIAN) };
