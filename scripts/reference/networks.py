"""Reference values for attention, BERT and Seq2Seq: python3 scripts/reference/networks.py

Writes src/nn/fixtures/attention.json, src/models/fixtures/bert.json and seq2seq.json: weights, inputs, values and the
gradients of all weights as PyTorch gives them, rounded to 7 digits. The modules below have the names that Hugging Face
(BERT) and the course (Seq2Seq) give their weights.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

SRC = Path(__file__).parents[2] / "src"


def values(tensor):
    flat = tensor.detach().double().reshape(-1).tolist()
    return {"shape": list(tensor.shape), "data": [float(f"{x:.7g}") for x in flat]}


def save(path, cases):
    (SRC / path).parent.mkdir(parents=True, exist_ok=True)
    (SRC / path).write_text(json.dumps(cases, separators=(",", ":")) + "\n")


def named(net, what=lambda p: p):
    return {name: values(what(p)) for name, p in net.named_parameters()}


def attention():
    cases = []
    for queries, keys, lengths, causal in [(4, 4, None, False), (4, 4, [4, 2], True), (3, 5, [1, 5], False)]:
        net = nn.MultiheadAttention(6, 2, batch_first=True)
        for p in net.parameters():
            nn.init.normal_(p)
        same = queries == keys
        query = torch.randn(2, queries, 6, requires_grad=True)
        key = query if same else torch.randn(2, keys, 6, requires_grad=True)
        value = query if same else torch.randn(2, keys, 6, requires_grad=True)
        padding = None if lengths is None else torch.arange(keys)[None] >= torch.tensor(lengths)[:, None]
        mask = torch.triu(torch.ones(queries, keys, dtype=torch.bool), 1) if causal else None
        options = dict(key_padding_mask=padding, attn_mask=mask, average_attn_weights=False)
        y, p = net(query, key, value, **options)
        factor = torch.randn_like(y)
        (y * factor).sum().backward()
        inputs = [query] if same else [query, key, value]
        cases.append(
            {
                "lengths": lengths,
                "causal": causal,
                "weights": named(net),
                "inputs": [values(x) for x in inputs],
                "factor": values(factor),
                "y": values(y),
                "probabilities": values(p),
                "dInputs": [values(x.grad) for x in inputs],
                "gradients": named(net, lambda p: p.grad),
            }
        )
    save("nn/fixtures/attention.json", cases)


class Tree(nn.Module):
    """A module that only has children, named by keyword."""

    def __init__(self, /, **children):
        super().__init__()
        for name, child in children.items():
            self.add_module(name, child)


def bert_output(wide, width):
    return Tree(dense=nn.Linear(wide, width), LayerNorm=nn.LayerNorm(width, eps=1e-12))


class Bert(nn.Module):
    """Devlin et al. 2019 with the names of Hugging Face's BertForPreTraining, dropout off."""

    def __init__(self, vocabulary, width, layers, heads, places):
        super().__init__()
        self.heads = heads
        embeddings = Tree(
            word_embeddings=nn.Embedding(vocabulary, width, padding_idx=0),
            position_embeddings=nn.Embedding(places, width),
            token_type_embeddings=nn.Embedding(2, width),
            LayerNorm=nn.LayerNorm(width, eps=1e-12),
        )
        layer = lambda: Tree(
            attention=Tree(
                self=Tree(query=nn.Linear(width, width), key=nn.Linear(width, width), value=nn.Linear(width, width)),
                output=bert_output(width, width),
            ),
            intermediate=Tree(dense=nn.Linear(width, 4 * width)),
            output=bert_output(4 * width, width),
        )
        self.bert = Tree(
            embeddings=embeddings,
            encoder=Tree(layer=nn.ModuleList([layer() for _ in range(layers)])),
            pooler=Tree(dense=nn.Linear(width, width)),
        )
        predictions = Tree(transform=bert_output(width, width))
        predictions.bias = nn.Parameter(torch.randn(vocabulary))
        self.cls = Tree(predictions=predictions, seq_relationship=nn.Linear(width, 2))

    def forward(self, ids, segments, lengths):
        e = self.bert.embeddings
        steps = ids.shape[1]
        x = e.LayerNorm(
            e.word_embeddings(ids) + e.position_embeddings(torch.arange(steps)) + e.token_type_embeddings(segments)
        )
        padding = torch.arange(steps)[None] >= torch.tensor(lengths)[:, None]
        maps = []
        for layer in self.bert.encoder.layer:
            own = getattr(layer.attention, "self")
            split = lambda t: t.reshape(*t.shape[:2], self.heads, -1).transpose(1, 2)
            q, k, v = split(own.query(x)), split(own.key(x)), split(own.value(x))
            scores = (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).masked_fill(padding[:, None, None], -1e30)
            p = scores.softmax(-1)
            maps.append(p)
            mixed = (p @ v).transpose(1, 2).reshape(x.shape)
            x = layer.attention.output.LayerNorm(x + layer.attention.output.dense(mixed))
            x = layer.output.LayerNorm(x + layer.output.dense(F.gelu(layer.intermediate.dense(x))))
        return x, maps

    def words(self, x, places):
        chosen = x.reshape(-1, x.shape[-1])[places]
        t = self.cls.predictions.transform
        return F.linear(
            t.LayerNorm(F.gelu(t.dense(chosen))), self.bert.embeddings.word_embeddings.weight, self.cls.predictions.bias
        )

    def order(self, x):
        return self.cls.seq_relationship(torch.tanh(self.bert.pooler.dense(x[:, 0])))


def bert():
    net = Bert(11, 8, 2, 2, 7)
    for name, p in net.named_parameters():
        nn.init.normal_(p, 1.0 if name.endswith("LayerNorm.weight") else 0.0, 0.3)
    lengths, places, labels, order = [6, 4], [1, 3, 7, 9], [5, 2, 10, 1], [0, 1]
    ids = torch.tensor([[2, 5, 9, 4, 7, 3], [2, 8, 6, 3, 0, 0]])
    segments = torch.tensor([[0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 0, 0]])
    x, maps = net(ids, segments, lengths)
    words, relation = net.words(x, places), net.order(x)
    loss = F.cross_entropy(words, torch.tensor(labels)) + F.cross_entropy(relation, torch.tensor(order))
    loss.backward()
    save(
        "models/fixtures/bert.json",
        {
            "config": {"vocabSize": 11, "hiddenSize": 8, "layers": 2, "heads": 2, "places": 7},
            "ids": ids.tolist(),
            "segments": segments.tolist(),
            "lengths": lengths,
            "places": places,
            "labels": labels,
            "order": order,
            "weights": named(net),
            "words": values(words),
            "relation": values(relation),
            "maps": [values(m) for m in maps],
            "loss": float(f"{loss.item():.7g}"),
            "gradients": named(net, lambda p: p.grad),
            "training": trained(net, ids, segments, lengths, places, labels, order),
        },
    )


def trained(net, ids, segments, lengths, places, labels, order):
    """20 steps on that batch: AdamW in two groups, a triangle for the rate, the norm clipped."""
    steps, warmup, clip = 20, 5, 1.0
    spared = lambda name: name.endswith("bias") or "LayerNorm" in name
    groups = [
        {"params": [p for n, p in net.named_parameters() if not spared(n)], "weight_decay": 0.1},
        {"params": [p for n, p in net.named_parameters() if spared(n)], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=5e-3, betas=(0.9, 0.98), eps=1e-6)
    triangle = lambda t: t / warmup if t < warmup else (steps - t) / (steps - warmup)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, triangle)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        x, _ = net(ids, segments, lengths)
        loss = F.cross_entropy(net.words(x, places), torch.tensor(labels))
        loss = loss + F.cross_entropy(net.order(x), torch.tensor(order))
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), clip)
        optimizer.step()
        schedule.step()
        losses.append(float(f"{loss.item():.7g}"))
    return {"losses": losses, "weights": named(net)}


class Seq2Seq(nn.Module):
    """The course's encoder and decoder; attention after the recurrent layers, the context beside the state."""

    def __init__(self, source, target, embedding, hidden, layers, score):
        super().__init__()
        lstm = lambda: nn.LSTM(embedding, hidden, layers, batch_first=True)
        self.encoder = Tree(embedding=nn.Embedding(source, embedding), rnn=lstm())
        self.decoder = Tree(embedding=nn.Embedding(target, embedding), rnn=lstm())
        self.score = score
        if score:
            self.decoder.attention = nn.Module()
        if score == "general":
            self.decoder.attention.W = nn.Linear(hidden, hidden, bias=False)
        if score == "additive":
            self.decoder.attention.v = nn.Parameter(torch.randn(hidden))
            self.decoder.attention.W1 = nn.Linear(hidden, hidden, bias=False)
            self.decoder.attention.W2 = nn.Linear(hidden, hidden, bias=False)
        self.decoder.fc_out = nn.Linear(2 * hidden if score else hidden, target)

    def forward(self, source, lengths, target):
        packed = pack_padded_sequence(
            self.encoder.embedding(source), lengths, batch_first=True, enforce_sorted=False
        )
        out, state = self.encoder.rnn(packed)
        memory, _ = pad_packed_sequence(out, batch_first=True, total_length=source.shape[1])
        s, _ = self.decoder.rnn(self.decoder.embedding(target), state)
        if not self.score:
            return self.decoder.fc_out(s), None
        own = self.decoder.attention
        if self.score == "additive":
            scores = torch.tanh(own.W2(s)[:, :, None] + own.W1(memory)[:, None]) @ own.v
        else:
            scores = (own.W(s) if self.score == "general" else s) @ memory.transpose(1, 2)
        padding = torch.arange(source.shape[1])[None] >= torch.tensor(lengths)[:, None]
        p = scores.masked_fill(padding[:, None], -1e30).softmax(-1)
        return self.decoder.fc_out(torch.cat([s, p @ memory], 2)), p


def seq2seq():
    cases = []
    for score in (None, "dot", "general", "additive"):
        net = Seq2Seq(7, 9, 5, 4, 2, score)
        source, lengths = torch.tensor([[3, 1, 4, 6, 5], [2, 6, 1, 0, 0], [5, 0, 0, 0, 0]]), [5, 3, 1]
        target = torch.tensor([[1, 4, 8, 2], [1, 5, 3, 0], [1, 7, 0, 0]])
        labels = torch.tensor([[4, 8, 2, 6], [5, 3, -100, -100], [7, -100, -100, -100]])
        logits, p = net(source, lengths, target)
        loss = F.cross_entropy(logits.reshape(-1, 9), labels.reshape(-1))
        loss.backward()
        cases.append(
            {
                "score": score,
                "source": source.tolist(),
                "lengths": lengths,
                "target": target.tolist(),
                "labels": labels.tolist(),
                "weights": named(net),
                "logits": values(logits),
                "alignment": None if p is None else values(p),
                "loss": float(f"{loss.item():.7g}"),
                "gradients": named(net, lambda p: p.grad),
            }
        )
    save("models/fixtures/seq2seq.json", cases)


torch.manual_seed(0)
attention()
bert()
seq2seq()
