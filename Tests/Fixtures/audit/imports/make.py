"""Makes the fixtures of this folder with the tools whose results 'governor audit import' reads.

    pip install fairlearn==0.15.0 aif360==0.6.1 aequitas==1.1.0    # aequitas wants a pandas below 3: an environment of its own
    python make.py fairlearn; python make.py aif360; python make.py aequitas

The data are drawn by the generator below: they are about nobody.
"""
import json
import random
import sys

import pandas as pd


def decisions(rows=600):
    """Decisions about two columns of groups: of the third level of 'region' none is labelled positive."""
    draw = random.Random(5)
    table = []
    for _ in range(rows):
        sex = draw.choice(["f", "m"])
        region = draw.choices(["north", "south", "isle, \"far\""], [5, 4, 1])[0]
        label = int(region[0] != "i" and draw.random() < 0.5)
        score = int(draw.random() < (0.7 if label else 0.3) - (0.15 if sex == "f" else 0))
        table.append((sex, region, label, score))
    return pd.DataFrame(table, columns=["sex", "region", "label_value", "score"])


def fairlearn():
    from fairlearn.metrics import MetricFrame, count, false_positive_rate, selection_rate, true_positive_rate
    from sklearn.metrics import precision_score

    table = decisions()
    metrics = {
        "selection_rate": selection_rate, "true_positive_rate": true_positive_rate,
        "false_positive_rate": false_positive_rate, "precision": precision_score, "count": count,
    }
    frame = MetricFrame(
        metrics=metrics, y_true=table["label_value"], y_pred=table["score"],
        sensitive_features=table[["sex", "region"]])
    frame.by_group.to_csv("fairlearn_by_group.csv")
    one = MetricFrame(
        metrics=metrics, y_true=table["label_value"], y_pred=table["score"], sensitive_features=table["sex"])
    one.by_group.to_json("fairlearn_by_group.json")
    one.by_group.to_json("fairlearn_by_group_split.json", orient="split")
    one.by_group.to_json("fairlearn_by_group_index.json", orient="index")
    one.overall.to_json("fairlearn_overall.json")


def aif360():
    from aif360.datasets import BinaryLabelDataset
    from aif360.metrics import ClassificationMetric

    table = decisions()
    table["sex"] = (table["sex"] == "m").astype(int)

    def dataset(label):
        return BinaryLabelDataset(
            df=table[["sex"]].assign(label=table[label]), label_names=["label"], protected_attribute_names=["sex"])

    metric = ClassificationMetric(
        dataset("label_value"), dataset("score"), unprivileged_groups=[{"sex": 0}], privileged_groups=[{"sex": 1}])
    names = [
        "statistical_parity_difference", "disparate_impact", "equal_opportunity_difference",
        "false_positive_rate_difference", "average_odds_difference", "theil_index", "num_instances",
    ]
    with open("aif360_metrics.json", "w") as file:
        json.dump({name: float(getattr(metric, name)()) for name in names}, file, indent=1)
    counts = {
        "privileged": metric.binary_confusion_matrix(privileged=True),
        "unprivileged": metric.binary_confusion_matrix(privileged=False),
    }
    with open("aif360_confusion.json", "w") as file:
        json.dump(counts, file, indent=1, default=float)

    from aif360.explainers import MetricJSONExplainer

    explainer = MetricJSONExplainer(metric)
    with open("aif360_explainer.json", "w") as file:
        texts = [getattr(explainer, name)() for name in names if hasattr(explainer, name)]
        file.write("[" + ",\n".join(texts) + "]\n")


def aequitas():
    from aequitas.bias import Bias
    from aequitas.group import Group

    table = decisions()
    crosstabs, _ = Group().get_crosstabs(table, attr_cols=["sex", "region"])
    crosstabs.to_csv("aequitas_crosstabs.csv", index=False)
    bias = Bias().get_disparity_predefined_groups(
        crosstabs, table, {"sex": "m", "region": "north"}, check_significance=False)
    bias.to_csv("aequitas_bias.csv", index=False)


{"fairlearn": fairlearn, "aif360": aif360, "aequitas": aequitas}[sys.argv[1]]()
