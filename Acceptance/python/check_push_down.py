"""Audits of decisions that DuckDB and Spark have counted are those of the rows: check_push_down.py PATH/TO/governor"""

import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from pyspark.sql import SparkSession

MAPPING = ["--by", "sex", "--by", "region, code", "--label", "qualified", "--prediction", "hired", "--weight", "weight"]
DECIDED = ["--by", "sex", "--label", "qualified", "--score", "score", "--threshold", "0.37"]
TYPES = {"sex": "STRING", "region, code": "STRING", "qualified": "INT", "hired": "BOOLEAN", "score": "DOUBLE", "weight": "DOUBLE"}


def governor(*words, text=None):
    run = subprocess.run([sys.argv[1], "audit", *map(str, words)], input=text, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"audit {' '.join(map(str, words))}: {run.stderr}")
    return run.stdout


def table():
    """Decisions with missing values, and names that CSV has to quote."""
    chance = random.Random(5)
    for _ in range(4000):
        yield {"sex": chance.choice(["f", "m", None, 'a "quoted",\ntext']), "region, code": chance.choice(["north", "süd"]),
               "qualified": chance.choice([0, 1, None]), "hired": chance.choice([True, False, None]),
               "score": chance.choice([None, round(chance.random(), 3)]), "weight": chance.choice([0.5, 1.0, 2.25])}


def written(rows):
    """CSV as Governor and DuckDB read it: nothing for what is missing."""
    for row in rows:
        yield ["" if value is None else str(value).lower() if isinstance(value, bool) else str(value) for value in row]


def by_duckdb(path, query):
    columns = ", ".join(f"'{name}': '{kind.replace('STRING', 'VARCHAR')}'" for name, kind in TYPES.items())
    database = duckdb.connect()
    database.execute(f"CREATE TABLE decisions AS SELECT * FROM read_csv('{path}', header = true, columns = {{{columns}}})")
    result = database.execute(query.rstrip().rstrip(";"))
    return [name for name, *_ in result.description], result.fetchall()


def by_spark(path, query):
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config(
        "spark.sql.shuffle.partitions", "1").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    schema = ", ".join(f"`{name}` {kind}" for name, kind in TYPES.items())
    spark.read.csv(str(path), header=True, schema=schema, multiLine=True, escape='"').createOrReplaceTempView("decisions")
    result = spark.sql(query.rstrip().rstrip(";"))
    return result.columns, [tuple(row) for row in result.collect()]


def report(text):
    """A report without what says where its numbers are from."""
    document = json.loads(text)
    for member in ("data", "scores"):
        document.pop(member, None)
    return document


def main():
    rows = list(table())
    with tempfile.TemporaryDirectory() as name:
        path, counts = Path(name) / "decisions.csv", Path(name) / "counts.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([list(TYPES), *written(row.values() for row in rows)])
        for mapping in (MAPPING, DECIDED):
            expected = report(governor(path, *mapping, "--format", "json"))
            assert expected["rows"] == len(rows), expected["rows"]
            decided = ["--prediction", "governor_decision"] if "--score" in mapping else []
            read = mapping if not decided else [word for word in mapping if word not in ("--score", "score", "--threshold", "0.37")]
            for dialect, engine in (("duckdb", by_duckdb), ("spark", by_spark)):
                query = governor("sql", "--dialect", dialect, "--table", "decisions", *mapping)
                names, result = engine(path, query)
                assert len(result) < len(rows) / 10, "the rows were not counted"
                with counts.open("w", newline="") as file:
                    csv.writer(file).writerows([names, *written(result)])
                found = report(governor(counts, *read, *decided, "--count", "governor_rows", "--format", "json"))
                found["settings"].pop("threshold", None), expected["settings"].pop("threshold", None)
                assert found == expected, f"{dialect}: the reports differ"
                print(f"{dialect}: {len(result)} counts of {len(rows)} rows give the report of the rows")


if __name__ == "__main__":
    main()
