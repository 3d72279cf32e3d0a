"""PyTorch on one thread, for the bench: reads requests as lines of JSON, answers each with one.

{"load": WORK, "arrays": [{name, shape, file, type}]} makes a workload ready; {"run": N} runs N steps.
"""

import json
import math
import sys
import time

import numpy
import torch
from torch.nn import functional

torch.set_num_threads(1)


def tensor(array):
    values = numpy.fromfile(array["file"], dtype=array["type"]).reshape(array["shape"])
    return torch.from_numpy(values)


class Classifier(torch.nn.Module):
    def __init__(self, work):
        super().__init__()
        cell = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[work["cell"]]
        self.embedding = torch.nn.Embedding(work["vocabulary"], work["embedding"])
        self.rnn = cell(
            work["embedding"],
            work["hidden"],
            num_layers=work["layers"],
            bidirectional=work["bidirectional"],
            batch_first=True,
        )
        directions = 2 if work["bidirectional"] else 1
        self.head = torch.nn.Linear(directions * work["hidden"], work["classes"])

    def forward(self, ids):
        return self.head(self.rnn(self.embedding(ids))[0].max(dim=1).values)


def classifier(work, arrays):
    model = Classifier(work)
    ids = arrays.pop("ids").long().reshape(work["rows"], work["length"])
    labels = arrays.pop("labels").long()
    model.load_state_dict(arrays, strict=True)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("bias_hh" not in name)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=0.001)

    def step():
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(ids), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def norm(x, arrays, name):
    return functional.layer_norm(x, x.shape[-1:], arrays[name + ".weight"], arrays[name + ".bias"], 1e-12)


def dense(x, arrays, name):
    return functional.linear(x, arrays[name + ".weight"], arrays[name + ".bias"])


def bert_layer(x, arrays, at, heads):
    rows, length, hidden = x.shape
    width = hidden // heads
    q, k, v = (
        dense(x, arrays, f"{at}.attention.self.{part}").reshape(rows, length, heads, width).transpose(1, 2)
        for part in ("query", "key", "value")
    )
    scores = q @ k.transpose(2, 3) / math.sqrt(width)
    context = (scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(x.shape)
    attended = dense(context, arrays, at + ".attention.output.dense")
    x = norm(x + attended, arrays, at + ".attention.output.LayerNorm")
    inner = functional.gelu(dense(x, arrays, at + ".intermediate.dense"))
    return norm(x + dense(inner, arrays, at + ".output.dense"), arrays, at + ".output.LayerNorm")


def bert(work, arrays):
    ids = arrays.pop("ids").long().reshape(work["rows"], work["length"])
    places, labels = (arrays.pop(name).long() for name in ("places", "labels"))
    segments = torch.zeros_like(ids)
    for weight in arrays.values():
        weight.requires_grad_()
    adam = torch.optim.Adam(arrays.values(), lr=0.001)
    words = arrays["bert.embeddings.word_embeddings.weight"]

    def logits():
        at = "bert.embeddings."
        x = functional.embedding(ids, words) + arrays[at + "position_embeddings.weight"]
        x = x + functional.embedding(segments, arrays[at + "token_type_embeddings.weight"])
        x = norm(x, arrays, at + "LayerNorm")
        for layer in range(work["layers"]):
            x = bert_layer(x, arrays, f"bert.encoder.layer.{layer}", work["heads"])
        masked = x.reshape(-1, work["hidden"])[places]
        masked = functional.gelu(dense(masked, arrays, "cls.predictions.transform.dense"))
        masked = norm(masked, arrays, "cls.predictions.transform.LayerNorm")
        return functional.linear(masked, words, arrays["cls.predictions.bias"])

    def step():
        adam.zero_grad()
        loss = functional.cross_entropy(logits(), labels)
        loss.backward()
        adam.step()
        return loss.item()

    return step


class Side(torch.nn.Module):
    def __init__(self, work):
        super().__init__()
        self.embedding = torch.nn.Embedding(work["vocabulary"], work["embedding"])
        self.rnn = torch.nn.LSTM(work["embedding"], work["hidden"], batch_first=True)

    def forward(self, ids, state=None):
        return self.rnn(self.embedding(ids), state)


class Attention(torch.nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.W = torch.nn.Linear(hidden, hidden, bias=False)

    def forward(self, states, memory):
        return (self.W(states) @ memory.transpose(1, 2)).softmax(dim=-1) @ memory


class Decoder(Side):
    def __init__(self, work):
        super().__init__(work)
        self.attention = Attention(work["hidden"])
        self.fc_out = torch.nn.Linear(2 * work["hidden"], work["vocabulary"])

    def forward(self, ids, memory, state):
        states, _ = super().forward(ids, state)
        return self.fc_out(torch.cat([states, self.attention(states, memory)], dim=2))


class Seq2Seq(torch.nn.Module):
    def __init__(self, work):
        super().__init__()
        self.encoder = Side(work)
        self.decoder = Decoder(work)

    def forward(self, source, target):
        return self.decoder(target, *self.encoder(source))


def seq2seq(work, arrays):
    shape = (work["rows"], work["length"])
    source, target = (arrays.pop(name).long().reshape(shape) for name in ("source", "target"))
    labels = arrays.pop("labels").long()
    model = Seq2Seq(work)
    model.load_state_dict(arrays, strict=True)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("bias_hh" not in name)
    adam = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=0.001)

    def step():
        adam.zero_grad()
        loss = functional.cross_entropy(model(source, target).flatten(0, 1), labels)
        loss.backward()
        adam.step()
        return loss.item()

    return step


def optimizer(work, arrays):
    weights = {name: x.requires_grad_() for name, x in arrays.items() if not name.startswith("gradient of ")}
    for name, weight in weights.items():
        weight.grad = arrays["gradient of " + name]
    adam = torch.optim.Adam(weights.values(), lr=0.001)

    def step():
        adam.step()
        return None

    def probe():
        with torch.no_grad():
            return sum((weight**2).sum().item() for weight in weights.values())

    step.probe = probe
    return step


def attention(work, arrays):
    shape = (work["rows"], work["length"], work["heads"], work["headWidth"])
    q, k, v = (arrays[name].requires_grad_() for name in ("query", "key", "value"))
    sgd = torch.optim.SGD([q, k, v], lr=0.1)

    def step():
        sgd.zero_grad()
        heads = [x.reshape(shape).transpose(1, 2) for x in (q, k, v)]
        scores = heads[0] @ heads[1].transpose(2, 3) / math.sqrt(work["headWidth"])
        context = (scores.softmax(dim=-1) @ heads[2]).transpose(1, 2).reshape(arrays["target"].shape)
        loss = (context * arrays["target"]).sum() / work["rows"]
        loss.backward()
        sgd.step()
        return loss.item()

    return step


KINDS = {
    "classifier": classifier,
    "bert": bert,
    "seq2seq": seq2seq,
    "optimizer": optimizer,
    "attention": attention,
}


def timed(step):
    start = time.perf_counter()
    loss = step()
    ms = 1000 * (time.perf_counter() - start)
    if loss is None:
        loss = step.probe()
    return {"ms": ms, "recordMs": ms, "submitMs": 0, "loss": loss, "dispatches": 0, "submits": 0}


def main():
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "load" in request:
                work = request["load"]
                arrays = {array["name"]: tensor(array) for array in request["arrays"]}
                step = KINDS[work["kind"]](work, arrays)
                answer = {}
            else:
                answer = {"steps": [timed(step) for _ in range(request["run"])], "memory": None}
        except Exception as error:  # told to whoever asked, who goes on without
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
