"""The build as people would write it in Python: `datasets` reads and filters, `datasketch` drops near-duplicates.

    python datasets_build.py FILE OUT TAKE WORDS THRESHOLD    prints the seconds and the number of prompts written
"""

import hashlib
import json
import random
import sys
import time
import unicodedata

from datasets import load_dataset
from datasketch import MinHash, MinHashLSH

path, out, take = sys.argv[1], sys.argv[2], int(sys.argv[3])
words, threshold = int(sys.argv[4]), float(sys.argv[5])


def normalize(row):
    text = " ".join(unicodedata.normalize("NFC", row["prompt"]).lower().split())
    return {"normalized": text, "id": hashlib.sha256(text.encode()).hexdigest()[:32]}


started = time.perf_counter()
data = load_dataset("json", data_files=path, split="train")
data = data.filter(lambda row: 10 <= len(row["prompt"]) <= 4000).map(normalize)
seen = set()
data = data.filter(lambda row: not (row["id"] in seen or seen.add(row["id"])))
lsh = MinHashLSH(threshold=threshold, num_perm=128)
kept = []
for index, text in enumerate(data["normalized"]):
    tokens = text.split()
    signature = MinHash(num_perm=128)
    signature.update_batch(
        [" ".join(tokens[at : at + words]).encode() for at in range(max(1, len(tokens) - words + 1))]
    )
    if lsh.query(signature):
        continue
    lsh.insert(index, signature)
    kept.append(index)
data = data.select(sorted(random.Random(42).sample(kept, min(take, len(kept)))))
data.to_parquet(out)
print(json.dumps({"seconds": time.perf_counter() - started, "prompts": len(data)}))
