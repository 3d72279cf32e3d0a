"""Reference values for the layers, losses and pooling: python3 scripts/reference/layers.py

Writes src/nn/fixtures/*.json: inputs, weights, values and gradients as PyTorch gives them, rounded to 7 digits.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

OUT = Path(__file__).parents[2] / "src" / "nn" / "fixtures"


def values(tensor):
    flat = tensor.detach().double().reshape(-1).tolist()
    return {"shape": list(tensor.shape), "data": [float(f"{x:.7g}") for x in flat]}


def save(name, cases):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


def randn(*shape):
    return torch.randn(*shape, requires_grad=True)


def recurrent():
    cases = []
    kinds = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
    forms = [
        # layers, both directions, input, hidden, lengths (None: all steps), steps
        (1, False, 3, 5, None, 4),
        (1, False, 3, 8, [4, 2, 1], 4),
        (1, True, 7, 5, [3, 5, 5, 1], 6),  # longest text shorter than the batch
        (2, True, 3, 4, [2, 4, 3], 4),
        (2, False, 1, 1, [1], 1),
    ]
    for kind, make in kinds.items():
        for layers, both, width, hidden, lengths, steps in forms:
            net = make(width, hidden, layers, batch_first=True, bidirectional=both)
            rows = len(lengths) if lengths else 2
            x = randn(rows, steps, width)
            if lengths:
                packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
                out, last = net(packed)
                output, _ = pad_packed_sequence(out, batch_first=True, total_length=steps)
            else:
                output, last = net(x)
            states = last if kind == "lstm" else (last,)
            factors = [torch.randn_like(t) for t in (output, *states)]
            sum((t * f).sum() for t, f in zip((output, *states), factors)).backward()
            cases.append(
                {
                    "cell": kind,
                    "layers": layers,
                    "bidirectional": both,
                    "hiddenSize": hidden,
                    "lengths": lengths,
                    "x": values(x),
                    "weights": {name: values(p) for name, p in net.named_parameters()},
                    "factors": [values(f) for f in factors],
                    "output": values(output),
                    "states": [values(t) for t in states],
                    "dx": values(x.grad),
                    "gradients": {name: values(p.grad) for name, p in net.named_parameters()},
                }
            )
    save("recurrent", cases)


def embedding():
    cases = []
    for padding in (None, 0):
        net = nn.Embedding(7, 5, padding_idx=padding)
        # Id 3 comes more than eight times.
        ids = torch.tensor([[3, 3, 3, 1, 3], [3, 6, 3, 3, 0], [3, 3, 3, 5, 0]])
        y = net(ids)
        factor = torch.randn_like(y)
        (y * factor).sum().backward()
        cases.append(
            {
                "padding": padding,
                "ids": ids.tolist(),
                "weight": values(net.weight),
                "factor": values(factor),
                "y": values(y),
                "gradient": values(net.weight.grad),
            }
        )
    save("embedding", cases)


def simple():
    """Linear and LayerNorm."""
    cases = []
    for name, net, shape in (
        ("linear", nn.Linear(5, 3), (4, 5)),
        ("linear", nn.Linear(7, 1, bias=False), (2, 3, 7)),
        ("layerNorm", nn.LayerNorm(6), (2, 3, 6)),
        ("layerNorm", nn.LayerNorm(2, eps=1e-12), (3, 2)),
        ("layerNorm", nn.LayerNorm(13, eps=1e-12), (5, 13)),
    ):
        if name == "layerNorm":
            nn.init.normal_(net.weight)
            nn.init.normal_(net.bias)
        x = randn(*shape)
        y = net(x)
        factor = torch.randn_like(y)
        (y * factor).sum().backward()
        cases.append(
            {
                "layer": name,
                "eps": getattr(net, "eps", None),
                "x": values(x),
                "weights": {key: values(p) for key, p in net.named_parameters()},
                "factor": values(factor),
                "y": values(y),
                "dx": values(x.grad),
                "gradients": {key: values(p.grad) for key, p in net.named_parameters()},
            }
        )
    save("simple", cases)


def linear():
    """Linear with an activation behind it, over odd shapes."""
    cases = []
    activations = {None: lambda x: x, "tanh": torch.tanh, "gelu": F.gelu, "relu": F.relu}
    for shape, outputs in (((1, 1), 1), ((3, 7), 5), ((2, 3, 4), 9), ((17, 6), 4)):
        for bias in (True, False):
            for name, function in activations.items():
                net = nn.Linear(shape[-1], outputs, bias=bias)
                x = randn(*shape)
                y = function(net(x))
                factor = torch.randn_like(y)
                (y * factor).sum().backward()
                cases.append(
                    {
                        "activation": name,
                        "x": values(x),
                        "weight": values(net.weight),
                        "bias": values(net.bias) if bias else None,
                        "factor": values(factor),
                        "y": values(y),
                        "dx": values(x.grad),
                        "dWeight": values(net.weight.grad),
                        "dBias": values(net.bias.grad) if bias else None,
                    }
                )
    save("linear", cases)


def losses():
    entropy, binary = [], []
    for labels in ([2, 0, 1, 3, 1], [2, -100, 1, -100, 1]):
        for weight in (None, torch.tensor([0.5, 2.0, 1.5, 1.0])):
            for reduction in ("mean", "sum", "none"):
                logits = (torch.randn(5, 4) * 4).requires_grad_()
                loss = F.cross_entropy(logits, torch.tensor(labels), weight=weight, reduction=reduction)
                factor = torch.randn_like(loss)
                (loss * factor).sum().backward()
                entropy.append(
                    {
                        "logits": values(logits),
                        "labels": labels,
                        "weight": None if weight is None else values(weight),
                        "reduction": reduction,
                        "factor": values(factor),
                        "loss": values(loss),
                        "gradient": values(logits.grad),
                    }
                )
    targets = torch.tensor([[1.0, 0.0, 1.0], [0.0, 0.3, 1.0]])
    for positive in (None, torch.tensor([1.0, 3.0, 0.25])):
        for weight in (None, torch.tensor([[2.0], [0.5]])):
            for reduction in ("mean", "sum", "none"):
                logits = torch.tensor([[0.5, -2.0, 90.0], [-90.0, 0.1, -3.0]], requires_grad=True)
                loss = F.binary_cross_entropy_with_logits(
                    logits, targets, weight=weight, pos_weight=positive, reduction=reduction
                )
                factor = torch.randn_like(loss)
                (loss * factor).sum().backward()
                binary.append(
                    {
                        "logits": values(logits),
                        "targets": values(targets),
                        "posWeight": None if positive is None else values(positive),
                        "weight": None if weight is None else values(weight),
                        "reduction": reduction,
                        "factor": values(factor),
                        "loss": values(loss),
                        "gradient": values(logits.grad),
                    }
                )
    save("losses", {"crossEntropy": entropy, "bce": binary})


def pooling():
    cases = []
    for size, lengths in ((5, [4, 1, 3]), (8, [2, 4, 4]), (1, [1, 1, 1])):
        base = torch.randn(3, 4, size)
        base[0] = -base[0].abs()  # all negative: zeros of padding must not win
        base[1, 1] = base[1, 0]  # equal values: the gradient goes to the first
        for kind in ("max", "mean"):
            x = base.clone().requires_grad_()
            rows = [row[:n] for row, n in zip(x, lengths)]
            y = torch.stack([r.max(0).values if kind == "max" else r.mean(0) for r in rows])
            factor = torch.randn_like(y)
            (y * factor).sum().backward()
            cases.append(
                {
                    "kind": kind,
                    "x": values(x),
                    "lengths": lengths,
                    "factor": values(factor),
                    "y": values(y),
                    "dx": values(x.grad),
                }
            )
    save("pooling", cases)


def updates():
    """Twenty steps of each optimizer on two weights, gradients given."""
    cases = []
    for name, options in (
        ("adam", {"lr": 0.01}),
        ("adam", {"lr": 0.01, "weight_decay": 0.1, "betas": (0.8, 0.99), "eps": 1e-6}),
        ("adamw", {"lr": 0.02, "weight_decay": 0.1}),
        ("sgd", {"lr": 0.1}),
        ("sgd", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}),
        ("sgd", {"lr": 0.1, "momentum": 0.9, "dampening": 0.5}),
        ("sgd", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    ):
        params = [randn(3, 5), randn(7)]
        start = [values(p) for p in params]
        make = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}[name]
        optimizer = make(params, **options)
        grads = []
        for _ in range(20):
            step = [torch.randn_like(p) for p in params]
            grads.append([values(g) for g in step])
            for p, g in zip(params, step):
                p.grad = g
            optimizer.step()
        cases.append(
            {
                "optimizer": name,
                "options": options,
                "start": start,
                "grads": grads,
                "end": [values(p) for p in params],
            }
        )
    save("updates", cases)


if __name__ == "__main__":
    torch.manual_seed(0)
    recurrent()
    embedding()
    simple()
    losses()
    pooling()
    updates()
    linear()
