"""Ranks ratings by one method and compares with the true qualities.

    python rank_baselines.py METHOD RATINGS TRUTH

RATINGS is a CSV of rater,item,value; TRUTH one of item,quality. Prints Spearman's correlation with the truth, the
method's wall-clock and CPU seconds, and the peak memory of the process in MB. For methods that estimate labels, an item's
score is the expected value of its label.
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from graded_response import graded_response


def mean(data):
    return data.groupby("item")["value"].mean()


def crossed(data):
    """value = mean + item + rater + error, normal effects, by EM as in test/rank/crossed-effects.ts."""
    item, items = pd.factorize(data["item"])
    rater, _ = pd.factorize(data["rater"])
    value = data["value"].to_numpy(float)
    item_counts, rater_counts = np.bincount(item), np.bincount(rater)
    centre, item_effects, rater_effects = value.mean(), np.zeros(len(item_counts)), np.zeros(len(rater_counts))
    item_variance, rater_variance, error = 0.6, 0.4, 0.8
    for _ in range(60):
        precision = item_counts / error + 1 / item_variance
        item_effects = np.bincount(item, value - centre - rater_effects[rater]) / error / precision
        item_variance = (item_effects**2 + 1 / precision).mean()
        precision = rater_counts / error + 1 / rater_variance
        rater_effects = np.bincount(rater, value - centre - item_effects[item]) / error / precision
        rater_variance = (rater_effects**2 + 1 / precision).mean()
        rest = value - item_effects[item] - rater_effects[rater]
        own = 1 / (item_counts / error + 1 / item_variance)
        others = 1 / (rater_counts / error + 1 / rater_variance)
        error = ((rest - centre) ** 2 + own[item] + others[rater]).mean()
        centre = rest.mean()
    return pd.Series(item_effects, items)


def graded(data):
    item, items = pd.factorize(data["item"])
    rater, _ = pd.factorize(data["rater"])
    return pd.Series(graded_response(item, rater, data["value"].to_numpy() - 1), items)


def labels(name):
    def fit(data):
        import crowdkit.aggregation as crowd

        methods = {"dawid_skene": lambda: crowd.DawidSkene(n_iter=100), "glad": crowd.GLAD, "mace": crowd.MACE}
        answers = data.rename(columns={"item": "task", "rater": "worker", "value": "label"})
        shares = methods[name]().fit_predict_proba(answers)
        return shares @ shares.columns.to_numpy(float)

    return fit


METHODS = {
    "mean": mean,
    "crossed": crossed,
    "graded_response": graded,
    **{name: labels(name) for name in ("dawid_skene", "glad", "mace")},
}


def main():
    method, ratings, truth = sys.argv[1:]
    data = pd.read_csv(ratings)
    quality = pd.read_csv(truth).set_index("item")["quality"]
    np.random.seed(1)
    started, used = time.perf_counter(), time.process_time()
    scores = METHODS[method](data)
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spearman = spearmanr(scores.reindex(quality.index), quality).statistic
    print(json.dumps({"spearman": float(spearman), "seconds": seconds, "cpu": cpu, "mb": memory}))


main()
