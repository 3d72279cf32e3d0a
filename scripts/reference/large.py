"""Reference values for shapes larger than a tile of the kernels: python3 scripts/reference/large.py

Writes src/nn/fixtures/large.json. Inputs are not stored: both sides draw them from the same bits
(src/engine/random-bits.ts). Of each output and gradient a few elements stand there and its product with drawn values.
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

OUT = Path(__file__).parents[2] / "src" / "nn" / "fixtures" / "large.json"
SAMPLES = 24
WORD = 0xFFFFFFFF


def mixed(x):
    h = ((x ^ (x >> 16)) * 0x21F0AAAD) & WORD
    h = ((h ^ (h >> 15)) * 0x735A2D97) & WORD
    return h ^ (h >> 15)


def drawn(seed, shape, scale=1.0):
    """Uniform in [-scale, scale): element i from the bits of i under the keys (seed, 1)."""
    i = torch.arange(torch.Size(shape).numel(), dtype=torch.int64)
    bits = mixed((mixed(i ^ seed) + 1) & WORD)
    return ((bits.double() / 2**31 - 1) * scale).reshape(shape).float()


def told(tensor):
    flat = tensor.detach().double().reshape(-1)
    places = [k * (len(flat) - 1) // (SAMPLES - 1) for k in range(SAMPLES)]
    product = (flat * drawn(99, [len(flat)]).double()).sum().item()
    return {
        "samples": [float(f"{flat[p].item():.7g}") for p in places],
        "product": float(f"{product:.7g}"),
        "norm": float(f"{flat.norm().item():.7g}"),
    }


def case(operation, options, inputs, compute):
    """inputs: shape and scale of each; the loss is the product of each output with drawn values."""
    tensors = [drawn(k + 1, shape, scale).requires_grad_() for k, (shape, scale) in enumerate(inputs)]
    outputs = compute(*tensors)
    sum((y * drawn(50 + k, y.shape)).sum() for k, y in enumerate(outputs)).backward()
    return {
        "operation": operation,
        **options,
        "inputs": [{"shape": shape, "scale": scale} for shape, scale in inputs],
        "outputs": [told(y) for y in outputs],
        "gradients": [told(x.grad) for x in tensors],
    }


def weights_of(gates, width, hidden):
    shapes = [[gates * hidden, width], [gates * hidden, hidden], [gates * hidden], [gates * hidden]]
    return [(shape, 0.3) for shape in shapes]


def with_weights(net, weights, run):
    """The net's weights are leaves of their own: their gradients go on to the drawn ones."""
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    for name, weight in zip(names, weights):
        delattr(net, name)
        setattr(net, name, weight)
    net._flat_weights = list(weights)
    return run(net)


def recurrent(kind, gates, hidden, lengths, steps, width):
    def compute(x, *weights):
        def run(net):
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            out, last = net(packed)
            output, _ = pad_packed_sequence(out, batch_first=True, total_length=steps)
            return [output, *(state[0] for state in (last if kind == "lstm" else (last,)))]

        make = {"gru": nn.GRU, "lstm": nn.LSTM}[kind]
        return with_weights(make(width, hidden, batch_first=True), weights, run)

    inputs = [([len(lengths), steps, width], 1.0), *weights_of(gates, width, hidden)]
    return case("recurrent", {"cell": kind, "lengths": lengths}, inputs, compute)


def lstm_from(rows, steps, width, hidden):
    def compute(x, weight_ih, weight_hh, bias_ih, bias_hh, h, c):
        def run(net):
            output, (last, cell) = net(x, (h[None], c[None]))
            return [output, last[0], cell[0]]

        net = nn.LSTM(width, hidden, batch_first=True)
        return with_weights(net, [weight_ih, weight_hh, bias_ih, bias_hh], run)

    states = [([rows, hidden], 1.0), ([rows, hidden], 1.0)]
    return case("lstmFrom", {}, [([rows, steps, width], 1.0), *weights_of(4, width, hidden), *states], compute)


def layer_norm(rows, size):
    def compute(x, weight, bias, residual):
        return [F.layer_norm(x + residual, [size], weight, bias, 1e-5)]

    inputs = [([rows, size], 1.0), ([size], 1.0), ([size], 1.0), ([rows, size], 1.0)]
    return case("layerNorm", {}, inputs, compute)


def attention(heads, lengths, steps, width, causal):
    batch = len(lengths)

    def compute(q, k, v):
        def split(x):
            return x.reshape(batch, steps, heads, width).transpose(1, 2)

        scores = split(q) @ split(k).transpose(2, 3) / width**0.5
        hidden = torch.arange(steps)[None, :] >= torch.tensor(lengths)[:, None]
        scores = scores.masked_fill(hidden[:, None, None, :], float("-inf"))
        if causal:
            later = torch.ones(steps, steps, dtype=torch.bool).triu(1)
            scores = scores.masked_fill(later, float("-inf"))
        mixed_values = scores.softmax(-1) @ split(v)
        return [mixed_values.transpose(1, 2).reshape(batch, steps, heads * width)]

    shape = [batch, steps, heads * width]
    inputs = [(shape, 2.0), (shape, 2.0), (shape, 1.0)]
    return case("attention", {"heads": heads, "lengths": lengths, "causal": causal}, inputs, compute)


if __name__ == "__main__":
    cases = [
        recurrent("gru", 3, 65, [3, 1, 2, 3, 3, 2, 1, 3, 2], 3, 5),
        recurrent("lstm", 4, 132, [2, 3, 1], 3, 5),
        lstm_from(9, 3, 5, 65),
        layer_norm(70, 65),
        attention(2, [67, 66], 67, 8, True),
        attention(1, [130, 71], 130, 66, False),
    ]
    OUT.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
