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


KINDS = {"classifier": classifier, "optimizer": optimizer, "attention": attention}


def timed(step):
    start = time.perf_counter()
    loss = step()
    ms = 1000 * (time.perf_counter() - start)
    if loss is None:
        loss = step.probe()
    return {"ms": ms, "recordMs": ms, "loss": loss, "dispatches": 0, "submits": 0}


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
