"""One job of another library. Prints its processor time and wall time as JSON: `work` without the imports and, where the
library takes a table that is in memory, without reading it; `whole` with everything.

usage: audit_peers.py JOB FILE...
"""

import json
import resource
import sys
import time


def fairlearn(decisions):
    import pandas
    from fairlearn import metrics
    from sklearn.metrics import accuracy_score, precision_score

    table = pandas.read_csv(decisions)
    chosen = {
        "selection_rate": metrics.selection_rate, "true_positive_rate": metrics.true_positive_rate,
        "false_positive_rate": metrics.false_positive_rate, "accuracy": accuracy_score, "precision": precision_score,
    }
    yield
    frame = metrics.MetricFrame(metrics=chosen, y_true=table["qualified"], y_pred=table["hired"],
                                sensitive_features=table[["sex", "race"]])
    assert len(frame.by_group) == 12


def aequitas(decisions):
    import pandas
    from aequitas.group import Group

    table = pandas.read_csv(decisions, usecols=["sex", "race", "qualified", "hired"])
    table = table.rename(columns={"qualified": "label_value", "hired": "score"})
    yield
    counted, _ = Group().get_crosstabs(table, attr_cols=["sex", "race"])
    assert len(counted) == 8


def evidently(reference, current):
    import pandas
    from evidently import Dataset, Report
    from evidently.presets import DataDriftPreset

    before, now = pandas.read_csv(reference), pandas.read_csv(current)
    yield
    Report([DataDriftPreset(method="psi")]).run(Dataset.from_pandas(now), Dataset.from_pandas(before))


def polars(decisions):
    import polars as pl

    yield
    names = ["sex", "race", "age", "qualified", "hired"]
    assert pl.scan_csv(decisions).group_by(names).len().collect().height == 192


def duckdb(decisions):
    import duckdb as db

    yield
    query = f"SELECT sex, race, age, qualified, hired, count(*) FROM '{decisions}' GROUP BY ALL"
    assert len(db.sql(query).fetchall()) == 192


JOBS = {job.__name__: job for job in (fairlearn, aequitas, evidently, polars, duckdb)}


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    began = time.monotonic()
    job = JOBS[sys.argv[1]](*sys.argv[2:])
    next(job)
    before, start = used(), time.monotonic()
    next(job, None)
    print(json.dumps({
        "work": {"processor_s": used() - before, "wall_s": time.monotonic() - start},
        "whole": {"processor_s": used(), "wall_s": time.monotonic() - began},
        "resident_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


main()
