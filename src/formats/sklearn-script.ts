/** `fit_in_sklearn.py`: the same logistic regression by scikit-learn, beside what the lab has found. */
export const SKLEARN_SCRIPT = `"""Logistic regression of features that SeqLab computed, fitted anew by scikit-learn.

    python3 fit_in_sklearn.py

Needs numpy and scikit-learn. Prints accuracy, macro F1 and area under the ROC curve of both, and how far their
coefficients and probabilities are apart.
"""
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import PredefinedSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

FOLDER = Path(__file__).resolve().parent


def load(part):
    return tuple(np.load(FOLDER / f"{name}_{part}.npy") for name in ("features", "labels"))


def new_model(C):
    # In double precision: of single precision the last digits would be the solver's own.
    double = FunctionTransformer(lambda x: x.astype(np.float64))
    # Its usual solver, lbfgs, stops where the loss hardly falls any more, some thousandths away in the coefficients.
    return make_pipeline(double, LogisticRegression(C=C, solver="newton-cg", tol=1e-6, max_iter=1000))


def area(labels, probabilities):
    """Mean over one curve a class; of two classes that of the second."""
    classes = probabilities.shape[1]
    columns = [1] if classes == 2 else range(classes)
    curves = [(labels == k, probabilities[:, k]) for k in columns]
    areas = [roc_auc_score(truth, scores) for truth, scores in curves if truth.any() and not truth.all()]
    return float(np.mean(areas)) if areas else float("nan")


def figures(labels, probabilities):
    guess = probabilities.argmax(axis=1)
    return {
        "accuracy": accuracy_score(labels, guess),
        "macroF1": f1_score(labels, guess, average="macro"),
        "auc": area(labels, probabilities),
    }


def lab_probabilities(features, coef, intercept):
    scores = features.astype(np.float64) @ coef.T + intercept
    if len(intercept) == 1:
        scores = np.hstack([np.zeros_like(scores), scores])
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def main():
    lab = json.loads((FOLDER / "logistic.json").read_text())
    metrics = json.loads((FOLDER / "metrics.json").read_text())
    coef, intercept = np.array(lab["coef_"]), np.array(lab["intercept_"])
    features, labels = load("train")
    model = new_model(lab["C"]).fit(features, labels)
    own = model[-1]
    print(f"coefficients: at most {np.abs(own.coef_ - coef).max():.2e} apart")
    for part in ("train", "test"):
        x, y = load(part)
        if len(y) == 0:
            continue
        probabilities = model.predict_proba(x)
        apart = np.abs(probabilities - lab_probabilities(x, coef, intercept)).max()
        for name, value in figures(y, probabilities).items():
            print(f"{part} {name}: scikit-learn {value:.4f}, SeqLab {metrics[part][name] or float('nan'):.4f}")
        print(f"{part} probabilities: at most {apart:.2e} apart")
    if metrics["crossValidation"]:
        folds = PredefinedSplit(np.load(FOLDER / "folds_train.npy"))
        found = cross_val_score(new_model(lab["C"]), features, labels, cv=folds)
        theirs = metrics["crossValidation"]
        print(
            f"cross-validation: scikit-learn {found.mean():.4f} ± {found.std():.4f},"
            f" SeqLab {theirs['mean']:.4f} ± {theirs['deviation']:.4f}"
        )


if __name__ == "__main__":
    main()
`;
