import type { RecurrentModelSpec } from '../recipe/recipe.ts';
import { pooledWidth, stateWidth } from '../recipe/size.ts';

const TORCH_CELL = { rnn: 'RNN', gru: 'GRU', lstm: 'LSTM' } as const;

/** How one aggregation is written in PyTorch, by whether padding is masked. `hidden` is h_n of the recurrence. */
function poolingLines(model: RecurrentModelSpec): string[] {
  const { pooling, maskPadding: masked, bidirectional } = model;
  const state = bidirectional ? 'torch.cat((hidden[-2], hidden[-1]), dim=1)' : 'hidden[-1]';
  const end = masked ? 'lengths - 1' : 'MAX_LENGTH - 1';
  const last =
    model.attention === 'additive'
      ? `torch.cat((${state}, context[torch.arange(len(ids)), ${end}]), dim=1)`
      : state;
  const greatest = masked
    ? 'states.masked_fill(padding, -float("inf")).max(dim=1).values'
    : 'states.max(dim=1).values';
  // the states of padding are zero, so they do not add to the sum
  const mean = masked ? 'states.sum(dim=1) / lengths[:, None]' : 'states.mean(dim=1)';
  const needsPadding = masked && (pooling === 'max' || pooling === 'max+mean+last');
  const mask = needsPadding
    ? ['padding = (torch.arange(MAX_LENGTH)[None, :] >= lengths[:, None])[:, :, None]']
    : [];
  switch (pooling) {
    case 'max':
      return [...mask, `pooled = ${greatest}`];
    case 'mean':
      return [`pooled = ${mean}`];
    case 'last':
      return [`pooled = ${last}`];
    case 'flatten':
      return ['pooled = states.flatten(start_dim=1)'];
    case 'max+mean+last':
      return [
        ...mask,
        `greatest = ${greatest}`,
        `mean = ${mean}`,
        `last = ${last}`,
        'pooled = torch.cat((greatest, mean, last), dim=1)',
      ];
  }
}

function forwardLines(model: RecurrentModelSpec): string[] {
  const recurrence = model.maskPadding
    ? [
        'packed = nn.utils.rnn.pack_padded_sequence(',
        '    self.embedding(ids), lengths, batch_first=True, enforce_sorted=False',
        ')',
        'packed, hidden = self.rnn(packed)',
        'states, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=MAX_LENGTH)',
      ]
    : [
        '# padding is read as if it were text: this run was trained without a mask',
        'states, hidden = self.rnn(self.embedding(ids))',
      ];
  const needsHidden = model.pooling === 'last' || model.pooling === 'max+mean+last';
  const state = model.cell === 'lstm' && needsHidden ? ['hidden = hidden[0]  # without the cell state'] : [];
  const attention =
    model.attention === 'additive'
      ? [
          model.maskPadding
            ? 'context = self.attention(states) * (torch.arange(MAX_LENGTH)[None, :, None] < lengths[:, None, None])'
            : 'context = self.attention(states)',
          'states = torch.cat((states, context), dim=2)',
        ]
      : [];
  return [...recurrence, ...state, ...attention, ...poolingLines(model), 'return self.head(pooled)'];
}

const ATTENTION = `class AdditiveAttention(nn.Module):
    """Each state looks back at those before it: score(t, s) = v . tanh(W h_t + U h_s + b) for s < t."""

    def __init__(self, size, attention_size):
        super().__init__()
        self.query = nn.Linear(size, attention_size, bias=False)
        self.key = nn.Linear(size, attention_size)
        self.score = nn.Linear(attention_size, 1, bias=False)

    def forward(self, states):
        query, key = self.query(states), self.key(states)
        contexts = [torch.zeros_like(states[:, 0])]  # the first state has none before it
        for t in range(1, states.shape[1]):
            scores = self.score(torch.tanh(query[:, t : t + 1] + key[:, :t]))
            contexts.append((scores.softmax(dim=1) * states[:, :t]).sum(dim=1))
        return torch.stack(contexts, dim=1)


`;

/**
 * `class TextClassifier(nn.Module)` for a recipe: the same names, shapes and aggregation as the lab's model.
 * Needs `torch`, `nn` and the constant `MAX_LENGTH`.
 */
export function pythonModel(
  model: RecurrentModelSpec,
  vocabularySize: number,
  classes: number,
  maxLength: number,
): string {
  const attention =
    model.attention === 'additive'
      ? `        self.attention = AdditiveAttention(${stateWidth(model)}, ${model.attentionSize})\n`
      : '';
  return `${attention === '' ? '' : ATTENTION}class TextClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(${vocabularySize}, ${model.embedding}, padding_idx=0)
        self.rnn = nn.${TORCH_CELL[model.cell]}(
            ${model.embedding}, ${model.hidden}, num_layers=${model.layers}, batch_first=True,
            dropout=${model.layers > 1 ? model.dropout : 0}, bidirectional=${model.bidirectional ? 'True' : 'False'},
        )
${attention}        self.head = nn.Sequential(
            nn.Linear(${pooledWidth(model, maxLength)}, ${model.head.hidden}), nn.Tanh(), nn.Dropout(${model.head.dropout}), nn.Linear(${model.head.hidden}, ${classes})
        )

    def forward(self, ids, lengths):
        """ids: (batch, ${maxLength}) padded with 0; lengths: (batch,) without padding. Returns logits (batch, ${classes})."""
${forwardLines(model)
  .map((line) => `        ${line}`)
  .join('\n')}
`;
}
