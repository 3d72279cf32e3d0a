import { innerWidth } from '../recipe/bert-size.ts';
import type { BertModelSpec } from '../recipe/recipe.ts';

/**
 * DistilBERT in plain PyTorch under Hugging Face's names: `class TextClassifier` is DistilBertForSequenceClassification.
 * Needs `math`, `torch`, `nn` and `F`, torch.nn.functional.
 */
export function pythonDistilBert(model: BertModelSpec, vocabularySize: number, classes: number): string {
  const { layers, hidden, heads, activation, dropout, attentionDropout, positions, eps, pooling } = model;
  const inner = innerWidth(model);
  return `WIDTH, HEADS, EPS = ${hidden}, ${heads}, ${eps}


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_lin, self.k_lin, self.v_lin, self.out_lin = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.dropout = nn.Dropout(${attentionDropout})

    def forward(self, x, padding):
        q, k, v = (part(x).unflatten(2, (HEADS, -1)).transpose(1, 2) for part in (self.q_lin, self.k_lin, self.v_lin))
        scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1])
        shares = scores.masked_fill(padding[:, None, None], -math.inf).softmax(dim=-1)
        return self.out_lin((self.dropout(shares) @ v).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = Attention()
        self.sa_layer_norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.ffn = nn.ModuleDict({"lin1": nn.Linear(WIDTH, ${inner}), "lin2": nn.Linear(${inner}, WIDTH)})
        self.output_layer_norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.dropout = nn.Dropout(${dropout})

    def forward(self, x, padding):
        x = self.sa_layer_norm(x + self.dropout(self.attention(x, padding)))
        fed = self.ffn["lin2"](F.${activation}(self.ffn["lin1"](x)))
        return self.output_layer_norm(x + self.dropout(fed))


class Embeddings(nn.Module):
    def __init__(self):
        super().__init__()
        self.word_embeddings = nn.Embedding(${vocabularySize}, WIDTH, padding_idx=0)
        self.position_embeddings = nn.Embedding(${positions}, WIDTH)
        self.LayerNorm = nn.LayerNorm(WIDTH, eps=EPS)
        self.dropout = nn.Dropout(${dropout})

    def forward(self, ids):
        places = self.position_embeddings(torch.arange(ids.shape[1]))
        return self.dropout(self.LayerNorm(self.word_embeddings(ids) + places))


class DistilBert(nn.Module):
    def __init__(self):
        super().__init__()
        self.embeddings = Embeddings()
        self.transformer = nn.ModuleDict({"layer": nn.ModuleList(Layer() for _ in range(${layers}))})

    def forward(self, ids, lengths):
        """ids: (batch, steps); lengths: (batch,) without padding. Returns (batch, steps, width)."""
        padding = torch.arange(ids.shape[1])[None] >= lengths[:, None]
        x = self.embeddings(ids)
        for layer in self.transformer["layer"]:
            x = layer(x, padding)
        return x


class TextClassifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.distilbert = DistilBert()
        self.pre_classifier = nn.Linear(WIDTH, WIDTH)
        self.dropout = nn.Dropout(${dropout})
        self.classifier = nn.Linear(WIDTH, ${classes})

    def forward(self, ids, lengths):
        """ids: (batch, steps) padded with 0; lengths: (batch,) without padding. Returns logits (batch, ${classes})."""
        x = self.distilbert(ids, lengths)
${
  pooling === 'mean'
    ? `        own = (torch.arange(ids.shape[1])[None] < lengths[:, None]) / lengths[:, None]
        pooled = (own[:, None] @ x).squeeze(1)`
    : '        pooled = x[:, 0]'
}
        return self.classifier(self.dropout(torch.relu(self.pre_classifier(pooled))))
`;
}
