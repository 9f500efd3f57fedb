"""Words, pairs of words and stretches of two to four letters, with scikit-learn's logistic regression: the plain baseline.

It has no threshold of its own and answers everything.
"""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from bench.understanding.exchange import Answer, Ask, Task
from bench.understanding.ranked import best_of

_ROUNDS = 1000  # the 100 that are its default are too few to settle


def train(task: Task) -> Ask:
    model = make_pipeline(
        make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))),
        LogisticRegression(max_iter=_ROUNDS),
    )
    model.fit([text for text, _ in task.phrases], [label for _, label in task.phrases])
    labels = model.classes_.tolist()

    def ask(message: str) -> Answer:
        ranking = best_of(labels, model.predict_proba([message])[0])
        return Answer(ranking, (ranking[0][0],))

    return ask
