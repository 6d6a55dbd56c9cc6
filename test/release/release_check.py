"""Opens a release like its users do, and exits non-zero if anything differs from what is documented.

    python release_check.py WHERE             with `datasets` (and pandas)
    python release_check.py WHERE --argilla   also imports it with the Argilla SDK; needs ARGILLA_API_URL, ARGILLA_API_KEY

WHERE is the folder of a release, or owner/name of a dataset on the Hub of HF_ENDPOINT.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import uuid
from collections import Counter

STRING, INT, FLOAT = "string", "int64", "float64"

DEFAULT_COLUMNS = {
    "prompt": STRING,
    "quality": [{"user_id": STRING, "value": STRING, "status": STRING}],
    "metadata": STRING,
    "avg_rating": FLOAT,
    "num_responses": INT,
    "agreement_ratio": FLOAT,
    "raw_responses": [INT],
    "kind": STRING,
    "cluster_description": STRING,
    "topic": STRING,
    "id": STRING,
    "source": STRING,
    "license": STRING,
    "rank": INT,
    "score": FLOAT,
    "score_low": FLOAT,
    "score_high": FLOAT,
    "tier": STRING,
}
RATINGS_COLUMNS = {
    "prompt_id": STRING,
    "rater": STRING,
    "value": INT,
    "status": STRING,
    "answered_at": "timestamp[us, tz=UTC]",
    "first_answered_at": "timestamp[us, tz=UTC]",
    "released": "bool",
    "excluded": STRING,
}
RATERS_COLUMNS = {
    "rater": STRING,
    "answers": INT,
    "mean": FLOAT,
    "severity": FLOAT,
    "consistency": FLOAT,
    "agreement": FLOAT,
    "flags": [STRING],
    "mean_low": FLOAT,
    "mean_high": FLOAT,
    "severity_low": FLOAT,
    "severity_high": FLOAT,
    "discrimination": FLOAT,
    "discrimination_low": FLOAT,
    "discrimination_high": FLOAT,
    "consistency_low": FLOAT,
    "consistency_high": FLOAT,
    "pace_seconds": FLOAT,
    "pace_seconds_low": FLOAT,
    "pace_seconds_high": FLOAT,
}

TOP_COLUMNS = {
    "prompt": STRING,
    "id": STRING,
    "score": FLOAT,
    "score_low": FLOAT,
    "score_high": FLOAT,
    "certainty": FLOAT,
    "num_responses": INT,
    "kind": STRING,
    "source": STRING,
    "license": STRING,
}
SIDE_COLUMNS = {
    "id": STRING,
    "score": FLOAT,
    "score_low": FLOAT,
    "score_high": FLOAT,
    "kind": STRING,
    "source": STRING,
    "license": STRING,
}
PREFERENCES_COLUMNS = {
    "chosen": STRING,
    "rejected": STRING,
    "score_difference": FLOAT,
    **{f"{side}_{name}": kind for side in ("chosen", "rejected") for name, kind in SIDE_COLUMNS.items()},
}

faults = []


def check(holds, what):
    if not holds:
        faults.append(what)


def describe(feature):
    """A feature of `datasets` as plain types."""
    if isinstance(feature, dict):
        return {name: describe(part) for name, part in feature.items()}
    if isinstance(feature, list):
        return [describe(feature[0])]
    if hasattr(feature, "feature"):
        return [describe(feature.feature)]
    return feature.dtype


def load(directory, config):
    from datasets import load_dataset

    with tempfile.TemporaryDirectory() as cache:
        splits = load_dataset(directory, config, cache_dir=cache, keep_in_memory=True)
    check(list(splits) == ["train"], f"{config}: splits are {list(splits)}")
    return splits["train"]


def check_columns(config, data, expected):
    found = {name: describe(feature) for name, feature in data.features.items()}
    print(f"{config}: {data.num_rows} rows")
    for name, kind in found.items():
        print(f"  {name}: {json.dumps(kind)}")
    check(list(found) == list(expected), f"{config}: columns are {list(found)}")
    for name, kind in expected.items():
        check(found.get(name) == kind, f"{config}: {name} is {found.get(name)}, not {kind}")


def check_prompts(rows):
    check([row["rank"] for row in rows] == list(range(1, len(rows) + 1)), "default: ranks are not 1, 2, 3 … in row order")
    scores = [float("-inf") if row["score"] is None else row["score"] for row in rows]
    check(scores == sorted(scores, reverse=True), "default: rows are not sorted by score")
    check(len({row["id"] for row in rows}) == len(rows), "default: ids are not unique")
    for row in rows:
        where = f"default: {row['id']}"
        values = row["raw_responses"]
        submitted = [int(answer["value"]) for answer in row["quality"] if answer["status"] == "submitted"]
        check(values == submitted, f"{where}: raw_responses and quality differ")
        check({answer["status"] for answer in row["quality"]} <= {"submitted", "discarded"}, f"{where}: status")
        check(row["num_responses"] == len(values), f"{where}: num_responses")
        check(close(row["avg_rating"], statistics.fmean(values) if values else None), f"{where}: avg_rating")
        check((row["score"] is None) == (not values), f"{where}: score")
        share = max(Counter(values).values()) / len(values) if len(values) > 1 else None
        check(close(row["agreement_ratio"], share), f"{where}: agreement_ratio")
        if row["score_low"] is not None:
            check(row["score_low"] <= row["score"] <= row["score_high"], f"{where}: the score is outside of its interval")
        check((row["tier"] is None) == (row["score"] is None), f"{where}: tier")
        check(row["kind"] in ("human", "synthetic", "unknown"), f"{where}: kind")
        check(isinstance(json.loads(row["metadata"]), dict), f"{where}: metadata")


def check_ratings(ratings, prompts):
    # Where raters are omitted, `quality` names nobody.
    is_named = any(answer["user_id"] is not None for row in prompts for answer in row["quality"])
    told = Counter(
        (row["id"], answer["user_id"], answer["value"], answer["status"]) for row in prompts for answer in row["quality"]
    )
    found = Counter(
        (
            row["prompt_id"],
            row["rater"] if is_named else None,
            None if row["value"] is None else str(row["value"]),
            row["status"],
        )
        for row in ratings
        if row["released"]
    )
    check(told == found, "ratings: the released answers are not those of the default config")
    ids = {row["id"] for row in prompts}
    check(all(row["released"] == (row["prompt_id"] in ids) for row in ratings), "ratings: released")
    check([row["prompt_id"] for row in ratings] == sorted(row["prompt_id"] for row in ratings), "ratings: not sorted")
    for row in ratings:
        time = row["answered_at"]
        check(time is not None and time.utcoffset().total_seconds() == 0, f"ratings: answered_at of {row['prompt_id']}")


def check_raters(raters, ratings):
    names = [row["rater"] for row in raters]
    check(len(set(names)) == len(names), "raters: names are not unique")
    answers = Counter(row["rater"] for row in ratings if row["status"] == "submitted")
    check(set(answers) <= set(names), "raters: somebody who answered is missing")
    for row in raters:
        check(row["answers"] >= answers[row["rater"]], f"raters: answers of {row['rater']}")


def check_top(rows, prompts):
    by_id = {row["id"]: row for row in prompts}
    scores = [row["score"] for row in rows]
    check(scores == sorted(scores, reverse=True), "top: rows are not sorted by score")
    for row in rows:
        where = f"top: {row['id']}"
        check(0.5 <= row["certainty"] <= 1, f"{where}: certainty")
        for name in TOP_COLUMNS.keys() - {"certainty"}:
            check(row[name] == by_id[row["id"]][name], f"{where}: {name} is not that of the default config")


def check_preferences(rows, prompts):
    by_id = {row["id"]: row for row in prompts}
    pairs = {(row["chosen_id"], row["rejected_id"]) for row in rows}
    check(len(pairs) == len(rows), "preferences: a pair is there twice")
    for row in rows:
        where = f"preferences: {row['chosen_id']} and {row['rejected_id']}"
        check(row["chosen_score_low"] > row["rejected_score_high"], f"{where}: the intervals overlap")
        difference = row["chosen_score"] - row["rejected_score"]
        check(abs(row["score_difference"] - difference) < 1e-6, f"{where}: score_difference")
        for side in ("chosen", "rejected"):
            own = by_id[row[f"{side}_id"]]
            check(row[side] == own["prompt"], f"{where}: {side} is not the prompt")
            for name in SIDE_COLUMNS:
                check(row[f"{side}_{name}"] == own[name], f"{where}: {side}_{name} is not that of the default config")


def close(a, b):
    return a is b is None or (a is not None and b is not None and abs(a - b) < 1e-9)


def check_argilla(directory, prompts):
    """`rg.Dataset.from_hub`, with a folder in place of the Hub, into a temporary workspace."""
    import argilla as rg
    import huggingface_hub

    client = rg.Argilla(api_url=os.environ["ARGILLA_API_URL"], api_key=os.environ["ARGILLA_API_KEY"])
    workspace = rg.Workspace(name=f"release-check-{uuid.uuid4().hex[:8]}", client=client).create()
    download = huggingface_hub.snapshot_download
    if os.path.isdir(directory):
        huggingface_hub.snapshot_download = lambda repo_id, **_: repo_id
    try:
        # By name: a Workspace object is ignored, and the default workspace used.
        dataset = rg.Dataset.from_hub(
            directory, name="release-check", workspace=workspace.name, client=client, settings="auto"
        )
        try:
            check([question.name for question in dataset.settings.questions] == ["rating"], "argilla: question")
            texts = Counter(row["prompt"] for row in prompts)
            records = list(dataset.records(with_responses=True))
            check(Counter(record.fields["prompt"] for record in records) == texts, "argilla: prompts differ")
            check(not any(list(record.responses) for record in records), "argilla: records came with responses")
            told = Counter((row["source"], row["kind"], row["rank"]) for row in prompts)
            found = Counter(tuple(record.metadata[name] for name in ("source", "kind", "rank")) for record in records)
            check(found == told, "argilla: metadata differ")
            print(f"argilla: {len(records)} records")
        finally:
            dataset.delete()
    finally:
        huggingface_hub.snapshot_download = download
        workspace.delete()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("where")
    parser.add_argument("--argilla", action="store_true")
    options = parser.parse_args()
    directory = os.path.abspath(options.where) if os.path.isdir(options.where) else options.where

    from datasets import get_dataset_config_names

    configs = get_dataset_config_names(directory)
    known = ["default", "ratings", "raters", "top", "preferences"]
    check(configs[:2] == known[:2] and configs == [name for name in known if name in configs], f"configs are {configs}")
    default = load(directory, "default")
    check_columns("default", default, DEFAULT_COLUMNS)
    ratings = load(directory, "ratings")
    check_columns("ratings", ratings, RATINGS_COLUMNS)
    prompts = default.to_list()
    check_prompts(prompts)
    check_ratings(ratings.to_list(), prompts)
    if "raters" in configs:
        raters = load(directory, "raters")
        check_columns("raters", raters, RATERS_COLUMNS)
        check_raters(raters.to_list(), ratings.to_list())
    for name, columns, check_rows in (
        ("top", TOP_COLUMNS, check_top),
        ("preferences", PREFERENCES_COLUMNS, check_preferences),
    ):
        if name in configs:
            data = load(directory, name)
            check_columns(name, data, columns)
            check_rows(data.to_list(), prompts)
    check(str(ratings.to_pandas()["answered_at"].dtype) == "datetime64[us, UTC]", "ratings: answered_at in pandas")
    if options.argilla:
        check_argilla(directory, prompts)

    for fault in faults[:50]:
        print(f"FAULT {fault}", file=sys.stderr)
    print("all as documented" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
