"""Reference values of src/stats from scikit-learn: `/usr/bin/python3 scripts/reference/statistics.py`."""

import json
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve

HERE = Path(__file__).resolve().parents[2] / "src/stats/fixtures"
rng = np.random.default_rng(7)


def features(rows, width, classes):
    """Columns of unlike size, correlated, some of no use, one that does not vary; classes that overlap."""
    labels = rng.integers(0, classes, rows)
    centres = rng.normal(size=(classes, width))
    mix = rng.normal(size=(width, width)) / np.sqrt(width)
    x = (centres[labels] * 0.6 + rng.normal(size=(rows, width))) @ mix * np.exp(rng.normal(size=width)) + 3
    x[:, -1] = 0.5
    return np.round(x, 3).astype(np.float32), labels


def plain(values):
    return np.round(np.asarray(values, dtype=np.float64), 9).tolist()


def logistic(rows, width, classes, c):
    x, y = features(rows, width, classes)
    model = LogisticRegression(C=c, solver="newton-cg", tol=1e-12, max_iter=100_000).fit(x.astype(np.float64), y)
    probabilities = model.predict_proba(x.astype(np.float64))
    auc = [roc_auc_score(y == k, probabilities[:, k]) for k in range(classes)]
    mean = roc_auc_score(y, probabilities[:, 1] if classes == 2 else probabilities, multi_class="ovr")
    return {
        "name": f"{rows} rows of {width}, {classes} classes, C {c}",
        "width": width, "classes": classes, "C": c, "x": x.ravel().round(3).tolist(), "y": y.tolist(),
        "coef": plain(model.coef_.ravel()), "intercept": plain(model.intercept_),
        "probabilities": plain(probabilities[:5].ravel()),
        "accuracy": float(model.score(x, y)), "auc": plain(auc), "macroAuc": float(mean),
    }


def roc(name, scores, y):
    fpr, tpr, thresholds = roc_curve(y, scores)
    return {
        "name": name, "scores": plain(scores), "y": [int(v) for v in y], "fpr": plain(fpr), "tpr": plain(tpr),
        # the first is made up: which number stands for "nothing is given" differs between versions
        "thresholds": plain(thresholds[1:]), "auc": float(roc_auc_score(y, scores)),
    }


def pca(rows, width):
    x, _ = features(rows, width, 3)
    model = PCA(2, svd_solver="full").fit(x.astype(np.float64))
    return {
        "name": f"{rows} rows of {width}", "width": width, "x": x.ravel().round(3).tolist(),
        "components": plain(model.components_), "variance": plain(model.explained_variance_),
        "ratio": plain(model.explained_variance_ratio_), "first": plain(model.transform(x.astype(np.float64))[:4]),
    }


y = rng.integers(0, 2, 60)
fixture = {
    "logistic": [logistic(60, 5, 2, 1.0), logistic(60, 5, 2, 0.01), logistic(80, 6, 4, 1.0), logistic(80, 6, 3, 10.0),
                 logistic(12, 20, 2, 1.0)],
    "roc": [
        roc("no ties", rng.normal(size=60) + y, y),
        roc("many ties", np.round(rng.normal(size=60) + y), y),
        roc("all alike", np.zeros(60), y),
        roc("perfect", y.astype(float), y),
        roc("the wrong way round", -y.astype(float), y),
    ],
    "pca": [pca(50, 6), pca(8, 12), pca(40, 2)],
}
HERE.mkdir(exist_ok=True)
(HERE / "statistics.json").write_text(json.dumps(fixture))
