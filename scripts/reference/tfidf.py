"""What bags of words score on the division of the texts that a recipe of the lab has, by scikit-learn.

    python3 scripts/reference/tfidf.py [RECIPE] [options of `npm run train`]

RECIPE is `lstm/rnn` unless said. The rows come from the lab itself (scripts/split.ts), with its seed. Prints one line of
JSON: scores on test of TF-IDF with one logistic regression a label, as scikit-learn has it by default, with a threshold
for each label tuned on validation as the lab tunes them, and with C chosen there as well; and of guesses that know only
how often labels occur in train. Where every text has one label (`bert/finetune`), one logistic regression over all labels
says which: with C = 1, and with the C that has the best weighted F1 on validation.
"""
import json
import subprocess
import sys
from pathlib import Path

try:
    import numpy as np
    import sklearn
except ModuleNotFoundError as missing:
    sys.exit(f"{sys.executable} has no {missing.name}: python3 -m pip install numpy scikit-learn (1.2 or later) gives it.")
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

ROOT = Path(__file__).resolve().parents[2]
STRENGTHS = [1, 3, 10, 30, 100]


def rows(arguments):
    command = ["npx", "tsx", str(ROOT / "scripts/split.ts"), *arguments]
    lines = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    splits = {"train": [], "validation": [], "test": []}
    for line in lines:
        row = json.loads(line)
        splits[row["split"]].append(row)
    return splits


def scores(truth, given):
    def f1(kind):
        return round(float(f1_score(truth, given, average=kind, zero_division=0)), 4)

    return {"macroF1": f1("macro"), "microF1": f1("micro"), "weightedF1": f1("weighted")}


def thresholds(truth, probabilities):
    """For each label the probability from which on giving it has the best F1."""
    best = []
    for label in range(truth.shape[1]):
        if truth[:, label].sum() == 0:
            best.append(0.5)
            continue
        precision, recall, at = precision_recall_curve(truth[:, label], probabilities[:, label])
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
        best.append(at[f1[:-1].argmax()])
    return np.array(best)


def one_label(splits):
    """Scores of one logistic regression over all labels: each text gets the likeliest."""
    vectorizer = TfidfVectorizer(sublinear_tf=True).fit([row["text"] for row in splits["train"]])
    x = {name: vectorizer.transform([row["text"] for row in part]) for name, part in splits.items()}
    y = {name: [row["labels"][0] for row in part] for name, part in splits.items()}
    models = {c: LogisticRegression(C=c, max_iter=1000).fit(x["train"], y["train"]) for c in STRENGTHS}
    on = {
        name: {c: scores(y[name], model.predict(x[name])) for c, model in models.items()}
        for name in ("validation", "test")
    }
    best = max(STRENGTHS, key=lambda c: on["validation"][c]["weightedF1"])
    majority = DummyClassifier(strategy="most_frequent").fit(x["train"], y["train"])
    return {
        "labels": len(set().union(*y.values())),
        "tfidf": on["test"][1],
        "tfidfTuned": {"C": best, **on["test"][best]},
        "validation": {c: on["validation"][c]["weightedF1"] for c in STRENGTHS},
        "majority": scores(y["test"], majority.predict(x["test"])),
    }


def main():
    splits = rows(sys.argv[1:] or ["lstm/rnn"])
    texts = {name: len(part) for name, part in splits.items()}
    if all(len(row["labels"]) == 1 for part in splits.values() for row in part):
        print(json.dumps({"texts": texts, **one_label(splits)}))
        return
    binarizer = MultiLabelBinarizer().fit([row["labels"] for part in splits.values() for row in part])
    vectorizer = TfidfVectorizer(sublinear_tf=True).fit([row["text"] for row in splits["train"]])
    x = {name: vectorizer.transform([row["text"] for row in part]) for name, part in splits.items()}
    y = {name: binarizer.transform([row["labels"] for row in part]) for name, part in splits.items()}

    def fitted(strength):
        return OneVsRestClassifier(LogisticRegression(C=strength, max_iter=1000)).fit(x["train"], y["train"])

    chosen = None
    for strength in STRENGTHS:
        model = fitted(strength)
        probabilities = model.predict_proba(x["validation"])
        at = thresholds(y["validation"], probabilities)
        if strength == 1:
            plain = scores(y["test"], model.predict(x["test"]))
            moved = scores(y["test"], model.predict_proba(x["test"]) >= at)
        macro = f1_score(y["validation"], probabilities >= at, average="macro", zero_division=0)
        if chosen is None or macro > chosen[0]:
            chosen = (macro, strength, at, model)
    _, strength, at, model = chosen
    majority = DummyClassifier(strategy="most_frequent").fit(x["train"], y["train"])
    report = {
        "texts": texts,
        "labels": len(binarizer.classes_),
        "tfidf": plain,
        "tfidfThresholds": moved,
        "tfidfTuned": {"C": strength, **scores(y["test"], model.predict_proba(x["test"]) >= at)},
        "majority": scores(y["test"], majority.predict(x["test"])),
        "everyLabel": scores(y["test"], np.ones_like(y["test"])),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
