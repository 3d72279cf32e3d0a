"""Published checkpoints and what their models say: python3 scripts/reference/published.py

Writes src/formats/fixtures/published/{bert,distilbert}: a tiny BERT and a tiny DistilBERT of random weights as their
publishers lay them out, in every format and spelling that is read, and expected.json: hidden states and attentions of a
padded batch by a plain implementation of the equations (Devlin et al. 2019, Sanh et al. 2019) that shares no code with
the lab. The weights are rounded to the type of the file first, the arithmetic is in float32.
"""

import json
import math
import shutil
import struct
from collections import OrderedDict
from pathlib import Path

import torch

OUT = Path(__file__).parents[2] / "src" / "formats" / "fixtures" / "published"
WORDS = ["[PAD]", "[unused0]", "[unused1]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS += ["a", "the", "cat", "dog", "sat", "on", "mat", "##s", "##ed", "run", "red", "big", "of", ".", ","]
SIZES = dict(hidden=10, heads=2, layers=2, inner=12, positions=12, eps=1e-12)
IDS = [[4, 8, 9, 11, 12, 8, 13, 5], [4, 7, 18, 6, 5, 0, 0, 0]]
LENGTHS = [8, 5]
SEGMENTS = [[0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0]]


def linear(weights, name, x):
    return x @ weights[name + ".weight"].T + weights[name + ".bias"]


def norm(weights, name, x):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + SIZES["eps"]) * weights[name + ".weight"] + weights[name + ".bias"]


def gelu(x):
    return x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def attend(q, k, v):
    """Each head and each text by itself; keys behind the end of a text are not looked at."""
    width = SIZES["hidden"] // SIZES["heads"]
    outputs, maps = torch.zeros_like(q), torch.zeros(len(IDS), SIZES["heads"], q.shape[1], q.shape[1])
    for b, length in enumerate(LENGTHS):
        for h in range(SIZES["heads"]):
            part = slice(h * width, (h + 1) * width)
            scores = q[b, :, part] @ k[b, :length, part].T / math.sqrt(width)
            shares = torch.exp(scores - scores.max(-1, keepdim=True).values)
            shares = shares / shares.sum(-1, keepdim=True)
            maps[b, h, :, :length] = shares
            outputs[b, :, part] = shares @ v[b, :length, part]
    return outputs, maps


BERT = dict(
    embeddings="embeddings.LayerNorm", layer="encoder.layer", attention="attention.self", parts=["query", "key", "value"],
    out="attention.output.dense", out_norm="attention.output.LayerNorm", up="intermediate.dense", down="output.dense",
    down_norm="output.LayerNorm",
)  # fmt: skip
DISTILBERT = dict(
    embeddings="embeddings.LayerNorm", layer="transformer.layer", attention="attention", parts=["q_lin", "k_lin", "v_lin"],
    out="attention.out_lin", out_norm="sa_layer_norm", up="ffn.lin1", down="ffn.lin2", down_norm="output_layer_norm",
)  # fmt: skip


def forward(weights, names, prefix):
    w = {name[len(prefix) :]: value.float() for name, value in weights.items() if name.startswith(prefix)}
    ids = torch.tensor(IDS)
    x = w["embeddings.word_embeddings.weight"][ids]
    x = x + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
    if "embeddings.token_type_embeddings.weight" in w:
        x = x + w["embeddings.token_type_embeddings.weight"][torch.tensor(SEGMENTS)]
    x = norm(w, names["embeddings"], x)
    maps = []
    for i in range(SIZES["layers"]):
        at = f"{names['layer']}.{i}."
        q, k, v = (linear(w, f"{at}{names['attention']}.{part}", x) for part in names["parts"])
        attended, shares = attend(q, k, v)
        maps.append(shares)
        x = norm(w, at + names["out_norm"], x + linear(w, at + names["out"], attended))
        inner = linear(w, at + names["down"], gelu(linear(w, at + names["up"], x)))
        x = norm(w, at + names["down_norm"], x + inner)
    return x, maps


def made(*names_and_shapes):
    torch.manual_seed(5)
    return OrderedDict(
        (name, 1 + 0.2 * torch.randn(*shape) if "orm.weight" in name else 0.4 * torch.randn(*shape))
        for name, shape in names_and_shapes
    )


def dense(name, out, inp):
    return [(name + ".weight", (out, inp)), (name + ".bias", (out,))]


def encoder(prefix, names, segments):
    H, I = SIZES["hidden"], SIZES["inner"]
    rows = [
        (prefix + "embeddings.word_embeddings.weight", (len(WORDS), H)),
        (prefix + "embeddings.position_embeddings.weight", (SIZES["positions"], H)),
    ]
    if segments:
        rows += [(prefix + "embeddings.token_type_embeddings.weight", (2, H))]
    rows += [(prefix + "embeddings.LayerNorm.weight", (H,)), (prefix + "embeddings.LayerNorm.bias", (H,))]
    for i in range(SIZES["layers"]):
        at = f"{prefix}{names['layer']}.{i}."
        for part in names["parts"]:
            rows += dense(f"{at}{names['attention']}.{part}", H, H)
        rows += dense(at + names["out"], H, H)
        rows += [(at + names["out_norm"] + end, (H,)) for end in (".weight", ".bias")]
        rows += dense(at + names["up"], I, H) + dense(at + names["down"], H, I)
        rows += [(at + names["down_norm"] + end, (H,)) for end in (".weight", ".bias")]
    return rows


TYPES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}


def write_safetensors(path, weights, metadata={"format": "pt"}):
    header, values = {"__metadata__": metadata}, b""
    for name, tensor in weights.items():
        raw = tensor.contiguous()
        raw = raw.view(torch.int16) if raw.dtype == torch.bfloat16 else raw
        data = raw.numpy().tobytes()
        header[name] = dict(dtype=TYPES[tensor.dtype], shape=list(tensor.shape), data_offsets=[len(values), len(values) + len(data)])
        values += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + values)


def rounded(tensor):
    return [float(f"{x:.7g}") for x in tensor.double().reshape(-1).tolist()]


def save(folder, config, files, names, tokenizer):
    shutil.rmtree(OUT / folder, ignore_errors=True)
    (OUT / folder).mkdir(parents=True)
    sizes = dict(
        vocab_size=len(WORDS), max_position_embeddings=SIZES["positions"], pad_token_id=0, **config,
    )  # fmt: skip
    (OUT / folder / "config.json").write_text(json.dumps(sizes, indent=2) + "\n")
    (OUT / folder / "vocab.txt").write_text("\n".join(WORDS) + "\n")
    (OUT / folder / "tokenizer_config.json").write_text(json.dumps(tokenizer) + "\n")
    expected = dict(ids=IDS, lengths=LENGTHS, segments=SEGMENTS, files={})
    for name, (weights, prefix) in files.items():
        path = OUT / folder / name
        write_safetensors(path, weights) if name.endswith(".safetensors") else torch.save(weights, path)
        spelled = OrderedDict(
            (key.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias"), value)
            for key, value in weights.items()
        )
        hidden, maps = forward(spelled, names, prefix)
        expected["files"][name] = dict(hidden=rounded(hidden), maps=[rounded(m) for m in maps])
        if name == "model.safetensors":
            expected["classifier"] = classifier(spelled, names, prefix)
    (OUT / folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


def classifier(weights, names, prefix):
    """A head for three classes on the weights of a file, and its logits: the pooler of BERT, a layer with ReLU of DistilBERT."""
    torch.manual_seed(8)
    H = SIZES["hidden"]
    rows = dense("classifier", 3, H) + ([] if prefix == "bert." else dense("pre_classifier", H, H))
    head = OrderedDict((name, 0.5 * torch.randn(*shape)) for name, shape in rows)
    first = forward(weights, names, prefix)[0][:, 0]
    if prefix == "bert.":
        pooled = torch.tanh(linear(weights, "bert.pooler.dense", first))
    else:
        pooled = torch.clamp(linear(head, "pre_classifier", first), min=0)
    logits = linear(head, "classifier", pooled)
    named = {name: dict(shape=list(value.shape), data=rounded(value)) for name, value in head.items()}
    return dict(weights=named, logits=rounded(logits))


def halved(weights, dtype, rename=lambda name: name):
    return OrderedDict((rename(name), value.to(dtype)) for name, value in weights.items())


def gamma(name):
    return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")


def strided(weights):
    """The same values as other programs leave them: a transposed matrix, biases in one storage."""
    result, biases = OrderedDict(), [value for name, value in weights.items() if name.endswith(".bias")]
    common, at = torch.cat(biases), 0
    for name, value in weights.items():
        if name.endswith("query.weight") or name.endswith("q_lin.weight"):
            value = value.t().contiguous().t()
        if name.endswith(".bias"):
            value, at = common[at : at + len(value)], at + len(value)
        result[name] = value
    return result


def main():
    H, V = SIZES["hidden"], len(WORDS)
    heads = dense("cls.predictions.transform.dense", H, H)
    heads += [("cls.predictions.transform.LayerNorm" + end, (H,)) for end in (".weight", ".bias")]
    heads += [("cls.predictions.bias", (V,))] + dense("cls.seq_relationship", 2, H)
    whole = made(*encoder("bert.", BERT, True), *dense("bert.pooler.dense", H, H), *heads)
    bare = OrderedDict((n[5:], v) for n, v in whole.items() if n.startswith("bert.") and "pooler" not in n)
    published = OrderedDict(whole)
    published["cls.predictions.decoder.weight"] = whole["bert.embeddings.word_embeddings.weight"]
    published["cls.predictions.decoder.bias"] = whole["cls.predictions.bias"]
    published["bert.embeddings.position_ids"] = torch.arange(SIZES["positions"])[None]
    save(
        "bert",
        dict(
            architectures=["BertForPreTraining"], model_type="bert", hidden_size=H, num_hidden_layers=SIZES["layers"],
            num_attention_heads=SIZES["heads"], intermediate_size=SIZES["inner"], type_vocab_size=2, hidden_act="gelu",
            layer_norm_eps=SIZES["eps"],
        ),
        {
            "model.safetensors": (published, "bert."),
            "model.f16.safetensors": (halved(bare, torch.float16), ""),
            "model.bf16.safetensors": (halved(whole, torch.bfloat16, gamma), "bert."),
            "pytorch_model.bin": (strided(published), "bert."),
        },
        BERT,
        dict(do_lower_case=True, tokenizer_class="BertTokenizer"),
    )  # fmt: skip
    heads = dense("vocab_transform", H, H) + [("vocab_layer_norm" + end, (H,)) for end in (".weight", ".bias")]
    heads += [("vocab_projector.bias", (V,))]
    whole = made(*encoder("distilbert.", DISTILBERT, False), *heads)
    bare = OrderedDict((n[11:], v) for n, v in whole.items() if n.startswith("distilbert."))
    published = OrderedDict(whole)
    published["vocab_projector.weight"] = whole["distilbert.embeddings.word_embeddings.weight"]
    save(
        "distilbert",
        dict(
            architectures=["DistilBertForMaskedLM"], model_type="distilbert", dim=H, n_layers=SIZES["layers"],
            n_heads=SIZES["heads"], hidden_dim=SIZES["inner"], activation="gelu", sinusoidal_pos_embds=False,
        ),
        {
            "model.safetensors": (published, "distilbert."),
            "model.f16.safetensors": (halved(bare, torch.float16), ""),
            "model.bf16.safetensors": (halved(whole, torch.bfloat16), "distilbert."),
            "pytorch_model.bin": (strided(published), "distilbert."),
        },
        DISTILBERT,
        dict(do_lower_case=True, tokenizer_class="DistilBertTokenizer"),
    )  # fmt: skip


def few():
    """Four small tensors as torch.save writes them: in order, transposed, two views of one storage, integers."""
    common = torch.arange(6.0) / 8
    tensors = OrderedDict(
        plain=torch.tensor([[1.5, -2.0, 0.25], [3.0, 4.0, -0.125]]),
        turned=torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).t(),
        first=common[1:3], last=common[3:].to(torch.float32), half=torch.tensor([0.5, -1.0]).half(),
        ids=torch.arange(3)[None],
    )  # fmt: skip
    torch.save(tensors, OUT / "few.bin")


if __name__ == "__main__":
    main()
    few()
