import { formatNumber } from '../../charts/format.ts';
import type { Mark, TokenSample } from '../../data/types.ts';
import classes from './data.module.css';
import own from './text.module.css';

/** More tokens than this would only fill the page; the count says how many there are. */
const MOST_TOKENS = 300;

type Token = TokenSample['tokens'][number];

function TokenChip({ token: { token, id, unknown, cut, starts } }: { token: Token }) {
  return (
    <li data-unknown={unknown || undefined} data-cut={cut || undefined} data-goes-on={!starts || undefined}>
      <span>{token}</span>
      <small>{id}</small>
      {(unknown || cut) && (
        <span className="visually-hidden">
          {[unknown && 'unknown', cut && 'cut'].filter(Boolean).join(', ')}
        </span>
      )}
    </li>
  );
}

/** A mark of the model, or its padding. */
function MarkChip({ mark: { token, id }, times }: { mark: Mark; times?: string }) {
  return (
    <li data-mark>
      <span>
        {token}
        {times}
      </span>
      <small>{id}</small>
    </li>
  );
}

/** Normalised text, tokens and ids as a model reads them; `of` names the text where there are several. */
export function SampleTokens({ sample, of }: { sample: TokenSample; of?: string }) {
  const { normalised, tokens, frame, reversed } = sample;
  const cut = tokens.filter((token) => token.cut).length;
  const read = tokens.slice(0, tokens.length - cut);
  // An empty text is read as one unknown word.
  const length = Math.max(1, read.length) + (frame ? frame.before.length + frame.after.length : 0);
  const padding = frame ? frame.length - length : 0;
  // Pieces join with the one before them: where the last comes first, each stands alone.
  const inOrder = reversed ? read.map((token) => ({ ...token, starts: true })).reverse() : read;
  return (
    <div className={own.sample}>
      <p className={own.normalised}>
        <span className={classes.quiet}>normalised</span> {normalised === '' ? <em>empty</em> : normalised}
      </p>
      <ol className={own.tokens} aria-label={`Tokens and their ids${of === undefined ? '' : `, ${of}`}`}>
        {frame?.before.map((mark) => (
          <MarkChip key={mark.token} mark={mark} />
        ))}
        {inOrder.slice(0, MOST_TOKENS).map((token, i) => (
          <TokenChip key={i} token={token} />
        ))}
        {frame?.after.map((mark) => (
          <MarkChip key={mark.token} mark={mark} />
        ))}
        {frame && padding > 0 && (
          <MarkChip mark={frame.padding} times={`${frame.full ? '' : ' up to'} ×${formatNumber(padding)}`} />
        )}
        {tokens.slice(read.length, Math.max(read.length, MOST_TOKENS)).map((token, i) => (
          <TokenChip key={i} token={token} />
        ))}
      </ol>
      {frame && padding > 0 && (
        <p className={classes.quiet}>
          {frame.full
            ? `Padded to ${formatNumber(frame.length)}, as every text.`
            : `Padded to the longest text of its batch, ${formatNumber(frame.length)} at most.`}
        </p>
      )}
      <Counts tokens={tokens} cut={cut} reversed={reversed} />
    </div>
  );
}

function Counts({ tokens, cut, reversed }: Pick<TokenSample, 'tokens' | 'reversed'> & { cut: number }) {
  const unknown = tokens.filter((token) => token.unknown).length;
  return (
    <p className={classes.quiet}>
      {formatNumber(tokens.length)} {tokens.length === 1 ? 'token' : 'tokens'}
      {tokens.length === 0 && ': read as one unknown word'}
      {unknown > 0 && (
        <>
          , <span className={own.unknownKey}>{formatNumber(unknown)} unknown</span>
        </>
      )}
      {cut > 0 && (
        <>
          , <s>{formatNumber(cut)} cut</s>
        </>
      )}
      {reversed && ', read from the end'}
      {tokens.length > MOST_TOKENS && `; the first ${MOST_TOKENS} are shown`}
    </p>
  );
}
