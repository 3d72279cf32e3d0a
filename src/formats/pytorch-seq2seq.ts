import type { Seq2SeqModelSpec } from '../recipe/recipe.ts';

/** The look back of each kind: what it has, and its scores of states [B, T, H] against outputs [B, S, H]. */
const SCORES: Record<Seq2SeqModelSpec['attention'], { init: string[]; scores: string[] }> = {
  none: { init: [], scores: [] },
  dot: { init: [], scores: ['return states @ outputs.transpose(1, 2)'] },
  general: {
    init: ['self.W = nn.Linear(HIDDEN, HIDDEN, bias=False)'],
    scores: ['return self.W(states) @ outputs.transpose(1, 2)'],
  },
  additive: {
    init: [
      'self.v = nn.Parameter(torch.zeros(HIDDEN))',
      'self.W1 = nn.Linear(HIDDEN, HIDDEN, bias=False)',
      'self.W2 = nn.Linear(HIDDEN, HIDDEN, bias=False)',
    ],
    scores: ['return torch.tanh(self.W2(states)[:, :, None] + self.W1(outputs)[:, None]) @ self.v'],
  },
};

const block = (lines: readonly string[], indent = 8): string =>
  lines.map((line) => `${' '.repeat(indent)}${line}`).join('\n');

function pythonAttention(kind: Seq2SeqModelSpec['attention']): string {
  const { init, scores } = SCORES[kind];
  if (scores.length === 0) return '';
  const constructor =
    init.length === 0 ? '' : `    def __init__(self):\n        super().__init__()\n${block(init)}\n\n`;
  return `class Attention(nn.Module):
${constructor}    def scores(self, states, outputs):
${block(scores)}

    def forward(self, states, outputs, mask):
        """The contexts [B, T, H] and where the decoder looks [B, T, S]; mask [B, S] is true at padding."""
        weights = self.scores(states, outputs).masked_fill(mask[:, None], -math.inf).softmax(dim=2)
        return weights @ outputs, weights


`;
}

/** Encoder, decoder and the look back in PyTorch, with the names of the weights in \`model.safetensors\`. */
export function pythonSeq2Seq(model: Seq2SeqModelSpec, sourceWords: number, targetWords: number): string {
  const { embedding, hidden, layers, bidirectional, attention } = model;
  const looks = attention !== 'none';
  const ends = bidirectional
    ? [
        '# The ends of both directions side by side: [layers * 2, B, H / 2] to [layers, B, H].',
        'hidden, cell = (torch.cat((s[0::2], s[1::2]), dim=2) for s in (hidden, cell))',
      ]
    : [];
  return `SOURCE_WORDS, TARGET_WORDS = ${sourceWords}, ${targetWords}
EMBEDDING, HIDDEN, LAYERS = ${embedding}, ${hidden}, ${layers}


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(SOURCE_WORDS, EMBEDDING)
        self.rnn = nn.LSTM(EMBEDDING, ${bidirectional ? 'HIDDEN // 2' : 'HIDDEN'}, LAYERS, batch_first=True, bidirectional=${bidirectional ? 'True' : 'False'})

    def forward(self, ids, lengths):
        packed = pack_padded_sequence(self.embedding(ids), lengths, batch_first=True, enforce_sorted=False)
        outputs, (hidden, cell) = self.rnn(packed)
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=ids.shape[1])
${ends.map((line) => `        ${line}\n`).join('')}        return outputs, (hidden.contiguous(), cell.contiguous())


${pythonAttention(attention)}class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(TARGET_WORDS, EMBEDDING)
        self.rnn = nn.LSTM(EMBEDDING, HIDDEN, LAYERS, batch_first=True)
${looks ? '        self.attention = Attention()\n' : ''}        self.fc_out = nn.Linear(${looks ? '2 * HIDDEN' : 'HIDDEN'}, TARGET_WORDS)

    def forward(self, words, state, outputs, mask):
        """Words [B, T] after a state: logits [B, T, V] of the words that follow, and the state after them."""
        states, state = self.rnn(self.embedding(words), state)
${looks ? '        context, _ = self.attention(states, outputs, mask)\n        states = torch.cat((states, context), dim=2)\n' : ''}        return self.fc_out(states), state


class Seq2Seq(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()

    def forward(self, ids, lengths, words):
        outputs, state = self.encoder(ids, lengths)
        return self.decoder(words, state, outputs, padding(ids, lengths))[0]


def padding(ids, lengths):
    return torch.arange(ids.shape[1])[None] >= lengths[:, None]
`;
}
