"""Reference values for several labels a text, by scikit-learn, and for additive attention over earlier states, by PyTorch.

    python3 scripts/reference/several_labels.py

writes src/train/fixtures/multilabel.json and src/nn/fixtures/additive-attention.json.
"""
import json
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import accuracy_score, precision_recall_fscore_support
from torch import nn

ROOT = Path(__file__).resolve().parents[2] / "src"


def scores(truth, given):
    def average(kind):
        p, r, f, _ = precision_recall_fscore_support(truth, given, average=kind, zero_division=0)
        return {"precision": float(p), "recall": float(r), "f1": float(f)}

    p, r, f, s = precision_recall_fscore_support(truth, given, average=None, zero_division=0)
    return {
        "truth": truth.tolist(),
        "given": given.tolist(),
        "subsetAccuracy": float(accuracy_score(truth, given)),
        "macro": average("macro"),
        "micro": average("micro"),
        "weighted": average("weighted"),
        "perClass": [
            {"precision": float(a), "recall": float(b), "f1": float(c), "support": int(d)} for a, b, c, d in zip(p, r, f, s)
        ],
    }


def multilabel():
    random = np.random.default_rng(4)
    cases = []
    for rows, labels, share in [(40, 5, 0.4), (7, 3, 0.5), (30, 12, 0.08), (1, 2, 0.5)]:
        truth = (random.random((rows, labels)) < share).astype(int)
        given = np.where(random.random((rows, labels)) < 0.7, truth, random.random((rows, labels)) < share).astype(int)
        given[:, 0] = 0  # a label that is never predicted
        cases.append(scores(truth, given))
    never = np.zeros((6, 3), int)
    never[:, 1] = [1, 0, 1, 0, 1, 1]
    cases.append(scores(never, never[::-1].copy()))  # labels that nobody has
    return {"cases": cases}


class AdditiveAttention(nn.Module):
    def __init__(self, size, attention_size):
        super().__init__()
        self.query = nn.Linear(size, attention_size, bias=False)
        self.key = nn.Linear(size, attention_size)
        self.score = nn.Linear(attention_size, 1, bias=False)

    def forward(self, states):
        query, key = self.query(states), self.key(states)
        contexts, rows = [torch.zeros_like(states[:, 0])], [torch.zeros(states.shape[:2])]
        for t in range(1, states.shape[1]):
            shares = self.score(torch.tanh(query[:, t : t + 1] + key[:, :t])).softmax(dim=1)
            contexts.append((shares * states[:, :t]).sum(dim=1))
            rows.append(nn.functional.pad(shares[..., 0], (0, states.shape[1] - t)))
        return torch.stack(contexts, dim=1), torch.stack(rows, dim=1)


def attention():
    torch.manual_seed(3)
    cases = []
    for batch, steps, size, width in [(3, 7, 5, 4), (1, 3, 3, 2), (2, 2, 1, 1), (2, 13, 6, 9)]:
        module = AdditiveAttention(size, width)
        states = torch.randn(batch, steps, size, requires_grad=True)
        pull = torch.randn(batch, steps, size)
        context, weights = module(states)
        (context * pull).sum().backward()
        listed = lambda x: {"shape": list(x.shape), "data": [float(f"{v:.9g}") for v in x.detach().flatten().tolist()]}
        cases.append(
            {
                "attentionSize": width,
                "states": listed(states),
                "pull": listed(pull),
                "context": listed(context),
                "weights": listed(weights),
                "gradient": listed(states.grad),
                "parameters": [
                    {
                        "name": name,
                        **listed(p),
                        "gradient": listed(p.grad if p.grad is not None else torch.zeros_like(p))["data"],
                    }
                    for name, p in module.named_parameters()
                ],
            }
        )
    return {"cases": cases}


for path, value in [("train/fixtures/multilabel.json", multilabel()), ("nn/fixtures/additive-attention.json", attention())]:
    (ROOT / path).write_text(json.dumps(value) + "\n")
