"""Near-duplicates of a JSON Lines file by rensa's MinHash LSH, as its documentation uses it.

    python rensa_near_duplicates.py FILE WORDS THRESHOLD    prints the seconds without reading, and the number dropped
"""

import json
import sys
import time

from rensa import RMinHash, RMinHashLSH

path, words, threshold = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
texts = list(dict.fromkeys(" ".join(json.loads(line)["prompt"].lower().split()) for line in open(path)))
started = time.perf_counter()
lsh = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=16)
kept = {}
dropped = 0
for index, text in enumerate(texts):
    tokens = text.split()
    runs = [" ".join(tokens[at : at + words]) for at in range(max(1, len(tokens) - words + 1))]
    signature = RMinHash(num_perm=128, seed=42)
    signature.update(runs)
    if any(kept[other].jaccard(signature) >= threshold for other in lsh.query(signature) if other in kept):
        dropped += 1
        continue
    kept[index] = signature
    lsh.insert(index, signature)
print(json.dumps({"seconds": time.perf_counter() - started, "dropped": dropped}))
