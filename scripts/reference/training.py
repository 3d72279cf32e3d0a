"""Reference values for src/models and src/train, made by PyTorch and scikit-learn.

Run with a Python that has both (Debian: python3-torch, python3-sklearn):

    python3 scripts/reference/training.py

Writes src/train/fixtures/{optimizers,schedules,metrics}.json and src/models/fixtures/classifier.json.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support
from sklearn.utils.class_weight import compute_class_weight
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

SRC = Path(__file__).resolve().parents[2] / "src"


def numbers(tensor):
    """Values in row-major order with the digits of a float32."""
    return [float(f"{v:.8g}") for v in np.asarray(tensor, dtype=np.float64).reshape(-1)]


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n")


# ---------------------------------------------------------------------------------------------- optimizers


def optimizers():
    torch.manual_seed(1)
    steps = 20
    shapes = [[4, 3], [3], [2]]
    start = [torch.randn(s) for s in shapes]
    # The third weight has no gradient in every other step, and is then left alone.
    grads = [[torch.randn(s) * (1 + t / 10) for s in shapes] for t in range(steps)]
    constant = lambda t: 1.0
    halving = lambda t: 0.5 ** (t // 5)
    cases = [
        ("adam", dict(lr=0.01), None, constant),
        ("adam", dict(lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1), 1.0, halving),
        ("adamw", dict(lr=0.01), None, constant),
        ("adamw", dict(lr=0.05, betas=(0.85, 0.98), weight_decay=0.2), 2.0, halving),
        ("sgd", dict(lr=0.1), None, constant),
        ("sgd", dict(lr=0.05, momentum=0.9), None, constant),
        ("sgd", dict(lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.05), 1.5, constant),
        ("sgd", dict(lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.01), 1.0, halving),
    ]
    classes = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}
    result = []
    for kind, options, clip, factor in cases:
        params = [nn.Parameter(p.clone()) for p in start]
        optimizer = classes[kind](params, **options)
        after, norms = {}, []
        for t in range(steps):
            for i, p in enumerate(params):
                p.grad = None if i == 2 and t % 2 == 1 else grads[t][i].clone()
            norms.append(float(nn.utils.clip_grad_norm_(params, clip if clip else math.inf)))
            for group in optimizer.param_groups:
                group["lr"] = options["lr"] * factor(t)
            optimizer.step()
            if t + 1 in (1, 5, steps):
                after[str(t + 1)] = [numbers(p.detach()) for p in params]
        result.append(
            dict(
                kind=kind,
                options=options,
                clip=clip,
                factors=[factor(t) for t in range(steps)],
                norms=numbers(norms),
                after=after,
            )
        )
    write(
        SRC / "train/fixtures/optimizers.json",
        dict(
            shapes=shapes,
            start=[numbers(p) for p in start],
            grads=[[numbers(g) for g in step] for step in grads],
            cases=result,
        ),
    )


# ----------------------------------------------------------------------------------------------- schedules


def schedules():
    """torch's own for the epoch-wise ones; the formulas of transformers.optimization for those by step."""
    epochs, per_epoch = 6, 5
    total = epochs * per_epoch

    def by_epoch(make):
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
        scheduler = make(optimizer)
        factors = []
        for _ in range(epochs):
            for _ in range(per_epoch):
                factors.append(optimizer.param_groups[0]["lr"])
                optimizer.step()
            scheduler.step()
        return factors

    def by_step(warmup_share, after):
        warmup = math.ceil(total * warmup_share)

        def factor(step):
            if step < warmup:
                return float(step) / float(max(1, warmup))
            return after(step, warmup)

        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
        factors = []
        for _ in range(total):
            factors.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        return factors

    linear = lambda step, warmup: max(0.0, float(total - step) / float(max(1, total - warmup)))

    def cosine(step, warmup):
        progress = float(step - warmup) / float(max(1, total - warmup))
        return max(0.0, 0.5 * (1.0 + math.cos(math.pi * 0.5 * 2.0 * progress)))

    lr_scheduler = torch.optim.lr_scheduler
    cases = [
        (dict(kind="constant"), [1.0] * total),
        (dict(kind="exponential", gamma=0.8), by_epoch(lambda o: lr_scheduler.ExponentialLR(o, 0.8))),
        (dict(kind="step", stepSize=2, gamma=0.5), by_epoch(lambda o: lr_scheduler.StepLR(o, 2, 0.5))),
        (dict(kind="linear", warmup=0.1, final=0), by_step(0.1, linear)),
        (dict(kind="linear", warmup=0, final=0), by_step(0, linear)),
        (dict(kind="linear", warmup=1, final=0), by_step(1, linear)),
        (dict(kind="cosine", warmup=0.11, final=0), by_step(0.11, cosine)),
        (dict(kind="cosine", warmup=0, final=0), by_step(0, cosine)),
    ]
    write(
        SRC / "train/fixtures/schedules.json",
        dict(
            epochs=epochs,
            stepsPerEpoch=per_epoch,
            cases=[dict(spec=spec, factors=numbers(factors)) for spec, factors in cases],
        ),
    )


# ------------------------------------------------------------------------------------------------- metrics


def metrics():
    random = np.random.default_rng(2)
    random_true = random.integers(0, 5, 200)
    skewed = random.choice(4, 120, p=[0.9, 0.06, 0.03, 0.01])
    cases = [
        ("random", 5, random_true, np.where(random.random(200) < 0.6, random_true, random.integers(0, 5, 200))),
        ("skewed, always the largest class", 4, skewed, np.zeros(120, dtype=int)),
        ("perfect", 3, np.array([0, 1, 2, 2, 1]), np.array([0, 1, 2, 2, 1])),
        ("all wrong", 2, np.array([0, 1, 0]), np.array([1, 0, 1])),
        ("a class never predicted", 3, np.array([0, 1, 2, 1]), np.array([0, 1, 1, 1])),
        ("a class predicted that never occurs", 3, np.array([0, 0, 1]), np.array([0, 2, 1])),
        ("a class neither true nor predicted", 4, np.array([0, 1, 3, 3]), np.array([0, 3, 3, 1])),
        ("one text", 2, np.array([1]), np.array([0])),
    ]
    result = []
    for name, classes, true, predicted in cases:
        averages = {}
        for average in ("macro", "micro", "weighted"):
            p, r, f, _ = precision_recall_fscore_support(true, predicted, average=average, zero_division=0)
            averages[average] = dict(precision=float(p), recall=float(r), f1=float(f))
        p, r, f, s = precision_recall_fscore_support(
            true, predicted, labels=range(classes), zero_division=0
        )
        present = np.unique(true)
        balanced = np.zeros(classes)
        # scikit-learn divides by the number of classes that occur; so many the recipe's labels are.
        balanced[present] = compute_class_weight("balanced", classes=present, y=true) * len(present) / classes
        result.append(
            dict(
                name=name,
                classes=classes,
                true=true.tolist(),
                predicted=predicted.tolist(),
                accuracy=float(accuracy_score(true, predicted)),
                confusion=confusion_matrix(true, predicted, labels=range(classes)).tolist(),
                perClass=[
                    dict(precision=float(a), recall=float(b), f1=float(c), support=int(d))
                    for a, b, c, d in zip(p, r, f, s)
                ],
                balanced=numbers(balanced),
                **averages,
            )
        )
    write(SRC / "train/fixtures/metrics.json", result)


# ---------------------------------------------------------------------------------------------- classifier


class TextClassifier(nn.Module):
    """What src/models/text-classifier.ts is a translation of."""

    def __init__(self, vocabulary, classes, max_length, spec):
        super().__init__()
        self.spec, self.max_length = spec, max_length
        self.embedding = nn.Embedding(vocabulary, spec["embedding"], padding_idx=0)
        cells = dict(rnn=nn.RNN, gru=nn.GRU, lstm=nn.LSTM)
        self.rnn = cells[spec["cell"]](
            spec["embedding"],
            spec["hidden"],
            num_layers=spec["layers"],
            bidirectional=spec["bidirectional"],
            batch_first=True,
        )
        width = spec["hidden"] * (2 if spec["bidirectional"] else 1)
        pooled = dict(flatten=width * max_length).get(spec["pooling"], width)
        if spec["pooling"] == "max+mean+last":
            pooled = 3 * width
        self.head = nn.Sequential(
            nn.Linear(pooled, spec["head"]["hidden"]),
            nn.Tanh(),
            nn.Dropout(0.0),
            nn.Linear(spec["head"]["hidden"], classes),
        )

    def forward(self, ids, lengths):
        x = self.embedding(ids)
        if self.spec["maskPadding"]:
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            packed, h = self.rnn(packed)
            output, _ = pad_packed_sequence(packed, batch_first=True, total_length=self.max_length)
            mask = torch.arange(self.max_length)[None, :, None] < lengths[:, None, None]
        else:
            output, h = self.rnn(x)
            lengths = torch.full_like(lengths, self.max_length)
            mask = torch.ones(1, self.max_length, 1, dtype=torch.bool)
        if isinstance(h, tuple):
            h = h[0]
        last = torch.cat([h[-2], h[-1]], dim=1) if self.spec["bidirectional"] else h[-1]
        maximum = output.masked_fill(~mask, -math.inf).max(dim=1).values
        mean = (output * mask).sum(dim=1) / lengths[:, None]
        pooled = {
            "max": maximum,
            "mean": mean,
            "last": last,
            "max+mean+last": torch.cat([maximum, mean, last], dim=1),
            "flatten": output.reshape(output.shape[0], -1),
        }[self.spec["pooling"]]
        return self.head(pooled)


def classifier():
    vocabulary, classes, max_length = 9, 3, 6
    ids = torch.tensor([[3, 1, 8, 4, 4, 0], [5, 2, 0, 0, 0, 0], [7, 0, 0, 0, 0, 0]])
    lengths = torch.tensor([5, 2, 1])
    labels = torch.tensor([2, 0, 1])
    poolings = ["max", "mean", "last", "max+mean+last", "flatten"]
    specs = []
    for c, cell in enumerate(["rnn", "gru", "lstm"]):
        for p, pooling in enumerate(poolings):
            specs.append((cell, pooling, (c + p) % 2 == 0, 1 + (c + p) // 2 % 2, True))
    specs += [("rnn", "max+mean+last", True, 1, False), ("lstm", "last", False, 2, False)]
    cases = []
    for seed, (cell, pooling, bidirectional, layers, mask) in enumerate(specs):
        spec = dict(
            kind="recurrent",
            cell=cell,
            layers=layers,
            bidirectional=bidirectional,
            embedding=3,
            hidden=2,
            dropout=0,
            pooling=pooling,
            maskPadding=mask,
            head=dict(hidden=3, dropout=0),
        )
        torch.manual_seed(seed)
        model = TextClassifier(vocabulary, classes, max_length, spec)
        logits = model(ids, lengths)
        loss = nn.functional.cross_entropy(logits, labels)
        loss.backward()
        cases.append(
            dict(
                spec=spec,
                logits=numbers(logits.detach()),
                loss=float(loss),
                weights=[
                    dict(
                        name=name,
                        shape=list(parameter.shape),
                        data=numbers(parameter.detach()),
                        grad=numbers(parameter.grad),
                    )
                    for name, parameter in model.named_parameters()
                ],
            )
        )
    write(
        SRC / "models/fixtures/classifier.json",
        dict(
            vocabulary=vocabulary,
            classes=classes,
            maxLength=max_length,
            ids=ids.tolist(),
            lengths=lengths.tolist(),
            labels=labels.tolist(),
            cases=cases,
        ),
    )


if __name__ == "__main__":
    optimizers()
    schedules()
    metrics()
    classifier()
