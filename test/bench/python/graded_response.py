"""A graded response model with slope, severity and spread of each rater, by EM, in plain numpy and scipy."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

POINTS = np.linspace(-4.5, 4.5, 46)
PRIOR_MEAN = np.array([2.0, 0.0, 0.0])
PRIOR_SD = np.array([0.6, 1.2, 0.35])


def probabilities(raters, cuts):
    """P(value k | point) of each rater, raters x values x points, and the z of each cut."""
    slope, severity, log_spread = raters.T
    z = (slope[:, None, None] * POINTS - severity[:, None, None] - cuts[:, None]) / np.exp(log_spread)[:, None, None]
    at_least = expit(z)
    ends = np.ones((len(raters), 1, len(POINTS)))
    return np.maximum(-np.diff(np.concatenate([ends, at_least, 0 * ends], axis=1), axis=1), 1e-12), z


def expect(item, rater, category, items, raters, cuts):
    """Posterior weights of each item's points."""
    log_p = np.log(probabilities(raters, cuts)[0])
    logs = np.zeros((items, len(POINTS)))
    np.add.at(logs, item, log_p[rater, category])
    logs -= POINTS**2 / 2
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def maximize(counts, raters, cuts):
    """The raters and cuts that best fit expected counts (raters x values x points) and the prior."""
    shape = raters.shape

    def loss(flat):
        own, cut = flat[: raters.size].reshape(shape), flat[raters.size :]
        p, z = probabilities(own, cut)
        ratio = counts / p
        slope_of_z = expit(z) * expit(-z) * (ratio[:, 1:] - ratio[:, :-1])
        spread = np.exp(own[:, 2])
        gradient = np.stack(
            [
                (slope_of_z * POINTS).sum(axis=(1, 2)) / spread,
                -slope_of_z.sum(axis=(1, 2)) / spread,
                -(slope_of_z * z).sum(axis=(1, 2)),
            ],
            axis=1,
        ) - (own - PRIOR_MEAN) / PRIOR_SD**2
        cut_gradient = -(slope_of_z.sum(axis=2) / spread[:, None]).sum(axis=0)
        value = (counts * np.log(p)).sum() - (((own - PRIOR_MEAN) / PRIOR_SD) ** 2).sum() / 2
        return -value, -np.concatenate([gradient.ravel(), cut_gradient])

    found = minimize(loss, np.concatenate([raters.ravel(), cuts]), jac=True, method="L-BFGS-B", options={"maxiter": 15})
    return found.x[: raters.size].reshape(shape), np.sort(found.x[raters.size :])


def graded_response(item, rater, category, values=5, rounds=40):
    """Posterior mean quality of each item."""
    items, rater_count = item.max() + 1, rater.max() + 1
    raters = np.tile(PRIOR_MEAN, (rater_count, 1))
    shares = np.cumsum(np.bincount(category, minlength=values) + 0.5)[:-1] / (len(category) + values / 2)
    cuts = 1.6 * np.log(shares / (1 - shares))
    for _ in range(rounds):
        weights = expect(item, rater, category, items, raters, cuts)
        counts = np.zeros((rater_count, values, len(POINTS)))
        np.add.at(counts, (rater, category), weights[item])
        before = raters
        raters, cuts = maximize(counts, raters, cuts)
        if np.abs(raters - before).max() < 1e-2:
            break
    return expect(item, rater, category, items, raters, cuts) @ POINTS
