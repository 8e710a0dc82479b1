"""Fits the small logistic models over named features."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, Protocol

from mingdan.core.errors import MissingExtraError
from mingdan.models.linear import LinearModel

STRENGTH = 0.3
"""Inverse strength of the penalty on large weights."""
SMALLEST = 0.02
"""Weights below this are left out."""


class Example(Protocol):
    """A case with the features that hold for it and the answer."""

    @property
    def features(self) -> tuple[str, ...]: ...
    @property
    def gold(self) -> bool: ...


def train(examples: Sequence[Example], strength: float = STRENGTH, least: int = 1) -> LinearModel:
    """Fit a logistic model over the features of at least so many (``least``) cases.

    Raises MissingExtraError without scikit-learn.
    """
    cases: list[Iterable[str]] = [case.features for case in examples]
    if least > 1:
        seen = Counter(name for case in cases for name in set(case))
        cases = [[name for name in case if seen[name] >= least] for case in cases]
    bias, found = fit(cases, [case.gold for case in examples], strength, max_iter=2000)
    return LinearModel(round(bias, 3), {name: round(w, 3) for name, w in found.items() if abs(w) >= SMALLEST})


def fit(
    cases: Sequence[Iterable[str]], gold: Sequence[bool], strength: float, **options: Any
) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression over the features that hold for each case.

    ``options`` go to scikit-learn's LogisticRegression. Raises MissingExtraError without scikit-learn.
    """
    try:
        features: Any = import_module("sklearn.feature_extraction")
        linear: Any = import_module("sklearn.linear_model")
    except ImportError as error:
        raise MissingExtraError("training needs scikit-learn", hint="pip install 'mingdan[train]'") from error
    vectorizer: Any = features.DictVectorizer()
    table: Any = vectorizer.fit_transform([dict.fromkeys(case, 1.0) for case in cases])
    table.indices, table.indptr = table.indices.astype("int32"), table.indptr.astype("int32")  # as liblinear asks
    fitted: Any = linear.LogisticRegression(C=strength, **options).fit(table, gold)
    names: list[str] = vectorizer.get_feature_names_out().tolist()
    weights: list[float] = fitted.coef_[0].tolist()
    bias: float = fitted.intercept_.tolist()[0]
    return bias, dict(zip(names, weights, strict=True))


def model_lines(model: LinearModel) -> Iterator[str]:
    """The model as :func:`mingdan.models.linear.read_model` reads it, heaviest features first.

    A feature with a line's end or a tab in it (words broken by the page) is left out.
    """
    yield f"(bias)\t{model.bias}"
    for name, weight in sorted(model.weights.items(), key=lambda item: (-abs(item[1]), item[0])):
        if not {"\n", "\r", "\t"} & set(name):
            yield f"{name}\t{weight}"
