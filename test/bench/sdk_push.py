"""Logs records with the official SDK and prints the seconds that `records.log` took. Arguments: url, key, count."""

import sys
import time
import uuid

import argilla as rg

url, key, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
client = rg.Argilla(api_url=url, api_key=key)
name = f"bench-sdk-{uuid.uuid4().hex[:8]}"
workspace = rg.Workspace(name=name, client=client).create()
settings = rg.Settings(
    fields=[rg.TextField(name="prompt")],
    questions=[rg.RatingQuestion(name="quality", values=[1, 2, 3, 4, 5])],
    metadata=[rg.TermsMetadataProperty("source"), rg.TermsMetadataProperty("kind")],
)
dataset = rg.Dataset(name=name, workspace=name, settings=settings, client=client).create()
sentence = "explain this in the words of a patient teacher. " * 11
records = [
    rg.Record(
        id=f"p{index}",
        fields={"prompt": f"Prompt {index}: {sentence}"},
        metadata={"source": "made", "kind": "synthetic"},
    )
    for index in range(count)
]
started = time.perf_counter()
# The SDK draws its progress bar only on a terminal on stdout; stderr is not affected.
dataset.records.log(records)
elapsed = time.perf_counter() - started
assert dataset.progress()["total"] == count
dataset.delete()
workspace.delete()
print(elapsed)
