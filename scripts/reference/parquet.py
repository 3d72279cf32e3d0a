"""Writes src/data/read/parquet.fixture.json: small Parquet files (base64) as pyarrow writes them.

Run by hand (pip install pyarrow) when a case is added: python3 scripts/reference/parquet.py
"""

import base64
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

TEXTS = ["one two", "три четыре", "", "five \U0001f600"]
FEATURES = {"info": {"features": {"text": {"dtype": "string", "_type": "Value"},
                                  "label": {"names": ["neg", "pos"], "_type": "ClassLabel"}}}}


def written(table, **options):
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return base64.b64encode(sink.getvalue()).decode()


plain = pa.table({"text": TEXTS, "label": pa.array([0, 1, None, 1], pa.int64())})
hub = pa.table({"text": TEXTS, "label": pa.array([0, 1, -1, 1], pa.int64())}).replace_schema_metadata(
    {"huggingface": json.dumps(FEATURES)})
nested = pa.table({"text": TEXTS, "labels": [[1, 2], [], None, [3]], "score": [0.5, 1.0, 2.0, None]})
cases = {f"plain, {codec}": written(plain, compression=codec)
         for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]}
cases["names of classes"] = written(hub, row_group_size=3)
cases["nested"] = written(nested)
with open("src/data/read/parquet.fixture.json", "w", encoding="utf-8") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
