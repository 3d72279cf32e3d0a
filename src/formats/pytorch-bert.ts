import { innerWidth } from '../recipe/bert-size.ts';
import type { BertModelSpec } from '../recipe/recipe.ts';
import { pythonDistilBert } from './pytorch-distilbert.ts';

/**
 * BERT in plain PyTorch under Hugging Face's names, so that its weights load with `strict=True` here and by
 * `from_pretrained` there: `class TextClassifier` (BertForSequenceClassification) or `class Pretrained`
 * (BertForPreTraining). Needs `math`, `torch`, `nn` and `F`, torch.nn.functional.
 */
export function pythonBert(
  model: BertModelSpec,
  vocabularySize: number,
  head: { classes: number } | 'pretraining',
): string {
  if (model.architecture === 'distilbert' && head !== 'pretraining')
    return pythonDistilBert(model, vocabularySize, head.classes);
  const { layers, hidden, heads, activation, dropout, attentionDropout, positions, segments, eps } = model;
  return `WIDTH, HEADS, EPS = ${hidden}, ${heads}, ${eps}


class Output(nn.Module):
    """Dense, dropped, added to what came in, normalised."""

    def __init__(self, wide):
        super().__init__()
        self.dense = nn.Linear(wide, WIDTH)
        self.LayerNorm = nn.LayerNorm(WIDTH, eps=EPS)
        self.dropout = nn.Dropout(${dropout})

    def forward(self, x, residual):
        return self.LayerNorm(residual + self.dropout(self.dense(x)))


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.dropout = nn.Dropout(${attentionDropout})

    def forward(self, x, padding):
        q, k, v = (part(x).unflatten(2, (HEADS, -1)).transpose(1, 2) for part in (self.query, self.key, self.value))
        scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
        shares = scores.masked_fill(padding[:, None, None], -math.inf).softmax(dim=-1)
        return (self.dropout(shares) @ v).transpose(1, 2).flatten(2)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.ModuleDict({"self": SelfAttention(), "output": Output(WIDTH)})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(WIDTH, ${innerWidth(model)})})
        self.output = Output(${innerWidth(model)})

    def forward(self, x, padding):
        x = self.attention["output"](self.attention["self"](x, padding), x)
        return self.output(F.${activation}(self.intermediate["dense"](x)), x)


class Embeddings(nn.Module):
    def __init__(self):
        super().__init__()
        self.word_embeddings = nn.Embedding(${vocabularySize}, WIDTH, padding_idx=0)
        self.position_embeddings = nn.Embedding(${positions}, WIDTH)
        self.token_type_embeddings = nn.Embedding(${segments}, WIDTH)
        self.LayerNorm = nn.LayerNorm(WIDTH, eps=EPS)
        self.dropout = nn.Dropout(${dropout})

    def forward(self, ids, segments):
        places = self.position_embeddings(torch.arange(ids.shape[1]))
        return self.dropout(self.LayerNorm(self.word_embeddings(ids) + places + self.token_type_embeddings(segments)))


class Bert(nn.Module):
    def __init__(self):
        super().__init__()
        self.embeddings = Embeddings()
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer() for _ in range(${layers}))})
        self.pooler = nn.ModuleDict({"dense": nn.Linear(WIDTH, WIDTH)})

    def forward(self, ids, segments, lengths):
        """ids, segments: (batch, steps); lengths: (batch,) without padding. Returns (batch, steps, width) and (batch, width)."""
        padding = torch.arange(ids.shape[1])[None] >= lengths[:, None]
        x = self.embeddings(ids, segments)
        for layer in self.encoder["layer"]:
            x = layer(x, padding)
        return x, torch.tanh(self.pooler["dense"](x[:, 0]))


${head === 'pretraining' ? pretrained(activation) : classifier(head.classes, model)}`;
}

/** The mean over a text's own tokens. */
const MEAN = `        x, _ = self.bert(ids, torch.zeros_like(ids), lengths)
        own = (torch.arange(ids.shape[1])[None] < lengths[:, None]) / lengths[:, None]
        pooled = (own[:, None] @ x).squeeze(1)`;

const classifier = (
  classes: number,
  { dropout, pooling }: Pick<BertModelSpec, 'dropout' | 'pooling'>,
): string => `class TextClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.bert = Bert()
        self.dropout = nn.Dropout(${dropout})
        self.classifier = nn.Linear(WIDTH, ${classes})

    def forward(self, ids, lengths):
        """ids: (batch, steps) padded with 0; lengths: (batch,) without padding. Returns logits (batch, ${classes})."""
${pooling === 'mean' ? MEAN : '        _, pooled = self.bert(ids, torch.zeros_like(ids), lengths)'}
        return self.classifier(self.dropout(pooled))
`;

const pretrained = (activation: BertModelSpec['activation']): string => `class Predictions(nn.Module):
    def __init__(self, words):
        super().__init__()
        self.transform = nn.ModuleDict({"dense": nn.Linear(WIDTH, WIDTH), "LayerNorm": nn.LayerNorm(WIDTH, eps=EPS)})
        self.bias = nn.Parameter(torch.zeros(words))


class Pretrained(nn.Module):
    def __init__(self):
        super().__init__()
        self.bert = Bert()
        words = self.bert.embeddings.word_embeddings.num_embeddings
        self.cls = nn.ModuleDict({"predictions": Predictions(words), "seq_relationship": nn.Linear(WIDTH, 2)})

    def forward(self, ids, segments, lengths):
        """Logits of the word at each place (batch, steps, words), and of in order / swapped (batch, 2)."""
        x, pooled = self.bert(ids, segments, lengths)
        head = self.cls["predictions"]
        x = head.transform["LayerNorm"](F.${activation}(head.transform["dense"](x)))
        # the word embeddings once more: one and the same weight
        words = F.linear(x, self.bert.embeddings.word_embeddings.weight, head.bias)
        return words, self.cls["seq_relationship"](pooled)
`;
