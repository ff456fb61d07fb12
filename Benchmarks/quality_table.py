"""The tables of docs/quality.md, from the raw output in results/quality. `table.py` writes them."""

import json
import re

from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
MISSING = "not measured"


def load(name):
    path = RESULTS / "quality" / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def lines(name):
    path = RESULTS / name
    return path.read_text().splitlines() if path.exists() else []


def share(value):
    return "1" if value >= 0.9995 else f"{value:.3f}"[1:]


def cell(estimate):
    """`.935 (.921–.947)`; nothing where the rows cannot say."""
    if estimate is None:
        return ""
    low, high = estimate["low"], estimate["high"]
    return share(estimate["value"]) + ("" if low is None else f" ({share(low)}–{share(high)})")


def written(text):
    """An estimate as the trainers write it: `0.935 [0.921, 0.947]` or `0.935 (0.921-0.947)`."""
    match = re.match(r"([\d.]+)(?: [\[(]([\d.]+)(?:, |-)([\d.]+)[\])])?$", text)
    if not match:
        return None
    value, low, high = match.groups()
    return {"value": float(value), "low": low and float(low), "high": high and float(high)}


def table(header, rows):
    aligned = ["---" if index == 0 else "---:" for index in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [header, aligned, *rows]) + "\n"


# MARK: What the trainers say of sources that a model never saw

def secret_folds():
    """Recall, false positives and F1 of each source at the model's threshold, and findings in 1,000 lines of code."""
    sources, code = {}, None
    for line in lines("quality/secrets-folds.txt"):
        title = re.match(r"one source left out, threshold [\d.]+: ([\d.e-]+) findings", line)
        if line.startswith("families left out"):
            break
        if title and len(sources) < 2:
            code = float(title[1])
        row = re.match(r"  (.+): recall (.+) of (\d+), false positives (.+) of (\d+), F1 (.+)", line)
        # The first threshold is the one that was chosen; of the others only the sum is there.
        if row and row[1] not in sources:
            sources[row[1]] = {"recall": written(row[2]), "positives": int(row[3]), "negatives": int(row[5]),
                               "false_positive_rate": written(row[4]), "f1": written(row[6])}
    return sources, code


def groundedness_folds():
    """The area under the curve of each source, of what the inspector says and within tenths of the answers' lengths."""
    folds = {}
    for line in lines("quality/groundedness-folds.txt"):
        cells = line.split(" | ")
        if len(cells) == 5 and not line.startswith("#"):
            folds[cells[0]] = {"answers": int(cells[1]), "auc": written(cells[2]), "matched": written(cells[3])}
    return folds


def name_folds():
    """F1 of all kinds for what was held out, what was tested on, and the rule."""
    rows = [line.split(" | ") for line in lines("names.txt") if not line.startswith("#")]
    return {(row[0], row[1], row[2]): float(row[9]) for row in rows if len(row) == 10 and row[3] == "all"}


def classifier_folds():
    """What each label's model reaches on each source, and on average: by what was held out, the label and the source."""
    sources, means = {}, {}
    for line in lines("classifiers.txt"):
        cells = line.split(" | ")
        if len(cells) == 10 and not line.startswith("#"):
            sources[tuple(cells[:3])] = {
                "auc": written(cells[5]), "recall": written(cells[6]), "alarms": written(cells[7]),
                "half": written(cells[8]), "half_alarms": written(cells[9])}
        elif len(cells) == 3 and cells[2].startswith("IDENTITY"):
            means[tuple(cells[:2])].update(re.findall(r"(mean|largest) ([\d.]+)", cells[2]))
        elif len(cells) == 3 and cells[2].startswith("CURVE"):
            means[tuple(cells[:2])]["curve"] = re.findall(r"([\d.]+): ([\d.]+) at ([\d.]+)", cells[2])
        elif len(cells) == 3:
            means[tuple(cells[:2])] = dict(
                re.findall(r"(recall at 1 %|length-matched AUC|AUC|false positives) ([\d.]+)", cells[2]))
    return sources, means


# MARK: Against the goals

def goals():
    pii, cases, overlap = load("pii-exact"), load("pii-cases"), load("verbatim")
    (secrets, code), answers, names = secret_folds(), groundedness_folds(), name_folds()
    rules = "rules written with errors of both sources in view"

    def row(what, value, goal, others, seen):
        return [what, value or MISSING, "", goal, others, seen]

    if pii:
        spans = pii["spans"]
        yield row(f"PII identifiers, F1, {spans['texts']:,} texts", cell(spans["overall"]["f1"]), "≥ .95", "Presidio .87", rules)
        yield row("… F2", cell(spans["overall"]["f2"]), "≥ .93", "Presidio .83", rules)
    if names:
        unseen = [names[key] for key in names if key[0] == "source presidio_*" and key[2] == "exact"]
        yield row("Names, places, organisations, F1, forms and letters", " and ".join(map(share, unseen)), "≥ .60",
                  "Presidio (medium model) .51", "a source that training never saw")
        social = names[("source wnut17_*", "wnut17_dev", "exact")]
        yield row("… social media", share(social), "≥ .60", "", "a kind of text that training never saw")
    if cases:
        spans = cases["spans"]
        yield row(f"Presidio's recognizer cases, exact, {spans['texts']} of entities we claim", cell(spans["agreeing_texts"]),
                  "≥ .97", "Presidio .95", "rules written with these cases in view")
    yield from classifier_goals(*classifier_folds())
    if secrets:
        look_alikes = next(fold for name, fold in secrets.items() if name.startswith("generated"))
        yield row("Secrets, F1", cell(secrets["all"]["f1"]), "≥ .75", ".55", "each source by a model that never saw it")
        yield row("… found in 1,000 lines of code", f"{code:.3f}", "0", "0–0.5", "code that training never saw; threshold chosen on it")
        yield row(f"… look-alikes found, of {look_alikes['negatives']}", cell(look_alikes["false_positive_rate"]), "0",
                  "0–.26", "by a model that never saw them")
    if answers:
        mean = sum(fold["auc"]["value"] for fold in answers.values()) / len(answers)
        yield row("Groundedness, AUC, mean of sources", share(mean), "≥ .85", "word overlap .74, length .65",
                  "each source by coefficients that never saw it; the features were chosen on all")
    if overlap:
        overall = overlap["classification"]["overall"]
        yield row(f"Copies of works found, of {overall['positives']}", cell(overall["recall"]), "≥ .99", ".95",
                  "limits of length raised on these rows")
        yield row(f"… other texts taken for copies, of {overall['negatives']}", cell(overall["false_positive_rate"]), "0", "0",
                  "as labelled; see [overlap](inspectors.md#verbatim-overlap) for two other editions")


def classifier_goals(sources, means):
    """Families of known sources left out, then whole sources, by the thresholds of other sources."""
    if not means:
        return
    seen = "other families of these sources; then none of the source"

    def both(figure):
        return [figure("families"), figure("sources")]

    def mean(label, what):
        return lambda held_out: share(float(means[(held_out, label)][what]))

    def of(label, source, what, form=cell):
        return lambda held_out: form(sources[(held_out, label, source)][what])

    def right(estimate):
        bounds = [estimate[bound] and 1 - estimate[bound] for bound in ("high", "low")]
        return cell({"value": 1 - estimate["value"], "low": bounds[0], "high": bounds[1]})

    def pair(first, second):
        return lambda held_out: first(held_out) + " / " + second(held_out)

    yield ["Injection and jailbreak, mean recall over sources at 1 % false positives", *both(mean("injection", "recall at 1 %")),
           "≥ .75; sources with no relative ≥ .65", "linear .54 and .50, rule sets .12–.36", seen]
    yield ["… harmless talk about attacks, correct", *both(of("injection", "agt_injection_smoke", "alarms", right)), "≥ .98",
           "linear .97", seen]
    yield ["… harmless role prompts, false positives", *both(of("injection", "awesome_chatgpt_prompts", "alarms")), "≤ .08",
           "linear .25", seen]
    yield from probe("injection")
    yield ["… length-matched AUC", *both(mean("injection", "length-matched AUC")), "≥ .90", "linear .75", seen]
    yield ["Harmful requests, mean recall over sources at 1 % / false positives on safe look-alikes",
           *both(pair(mean("harmful_request", "recall at 1 %"), of("harmful_request", "xstest", "alarms"))),
           "≥ .85 / ≤ .10", "linear .78 / .20", seen + "; kinds of the look-alikes were written for training"]
    yield from probe("harmful_request")
    yield ["Toxicity, AUC over sources", *both(mean("toxicity", "AUC")), "≥ .92", ".88", seen]
    yield ["… functional tests at one half, hateful / not hateful correct",
           *both(pair(of("toxicity", "hatecheck", "half"), of("toxicity", "hatecheck", "half_alarms", right))),
           "≥ .88 / ≥ .70", ".98 / .16", seen + "; texts for training were written along its functions"]
    yield ["… false positives at one half, distance of an identity term from all: mean / largest",
           *both(pair(mean("toxicity", "mean"), mean("toxicity", "largest"))), "≤ .03", ".14", seen]
    yield from probe("toxicity")


def probe(label):
    """What the shipped model does with texts written apart."""
    report = load(f"probe-{label}")
    if report:
        overall = report["classification"]["overall"]
        yield ["… texts written apart: AUC; found / false positives at one half", "",
               f"{cell(overall['auc'])}; {cell(overall['recall'])} / {cell(overall['false_positive_rate'])}", "", "",
               "texts kept apart from training; more was written for training where it failed"]


# MARK: By source

def span_rows(groups):
    return [[name, f"{m['expected']:,}", f"{m['found']:,}", *(cell(m[key]) for key in ("precision", "recall", "f1", "f2"))]
            for name, m in groups]


def sources():
    spans = {name: load(f"pii-{name}")["spans"] for name in ("exact", "overlapping", "cases") if load(f"pii-{name}")}
    if "exact" in spans:
        header = ["", "there", "found", "precision", "recall", "F1", "F2"]
        exact, overlapping = spans["exact"], spans["overlapping"]
        yield ("**Personal data, exact spans.** Every entity of these sources that we claim; what we find and they do not label "
               "counts as wrong.\n\n" + table(header, span_rows([
                   *exact["sources"].items(), *exact["entities"].items(), ("all", exact["overall"]),
                   ("all, overlapping spans", overlapping["overall"])])))
    if "cases" in spans:
        wrong = sum(1 for m in spans["cases"]["entities"].values() if m["f1"] and m["f1"]["value"] < 1)
        yield ("**Presidio's recognizer cases.** A case counts when all spans of its entity are found and no other; each is asked "
               f"of what finds that entity alone. {len(spans['cases']['entities'])} entities, {wrong} of them with a difference. The cases take the ninth "
               "character of German documents for their check digit, which is the tenth, and want a fiscal code whose check letter is "
               "wrong: there we differ on purpose.\n\n"
               + table(header, span_rows((name, m) for name, m in spans["cases"]["entities"].items()
                                         if m["f1"] and m["f1"]["value"] < 1)))
    folds, _ = secret_folds()
    shipped = load("secrets")
    if folds and shipped:
        seen = {name: m["f1"] for name, m in shipped["classification"]["sources"].items()}
        rows = [[name, f"{m['positives']:,}", f"{m['negatives']:,}", cell(m["recall"]), cell(m["false_positive_rate"]), cell(m["f1"])]
                for name, m in folds.items()]
        yield ("**Secrets**, by models that never saw the source:\n\n"
               + table(["", "1", "0", "recall", "false positives", "F1"], rows)
               + f"\nAs shipped, with all sources seen in training: F1 {cell(shipped['classification']['overall']['f1'])}.\n")
    folds, shipped = groundedness_folds(), load("groundedness")
    if folds and shipped:
        areas = "; ".join(f"{name} {cell(m['auc'])}" for name, m in shipped["classification"]["sources"].items())
        yield ("**Groundedness**, by coefficients that never saw the source:\n\n"
               + table(["", "answers", "AUC", "within tenths of length"],
                       [[name, f"{m['answers']:,}", cell(m["auc"]), cell(m["matched"])] for name, m in folds.items()])
               + f"\nAs shipped, with all sources seen in training: {areas}.\n")
    yield from classifier_tables()
    prompts = {"secrets": load("secrets-prompts"), "refusal": load("refusal-prompts")}
    if all(prompts.values()):
        by = {what: report["classification"]["sources"] for what, report in prompts.items()}
        yield ("**False positives on harmless prompts and questions**, as shipped; no rule or model was fitted to them:\n\n"
               + table(["", "texts", "secrets", "refusal"],
                       [[name, f"{m['negatives']:,}", cell(m["false_positive_rate"]),
                         cell(by["refusal"][name]["false_positive_rate"])] for name, m in by["secrets"].items()]))


def classifier_tables():
    _, means = classifier_folds()
    if means:
        figures = ["recall at 1 %", "false positives", "AUC", "length-matched AUC"]
        yield ("**Text classifiers**, means over sources; every source is in `results/classifiers.txt`:\n\n"
               + table(["held out", "label", *figures],
                       [[held_out, label, *(share(float(mean[figure])) for figure in figures)]
                        for (held_out, label), mean in means.items()]))
    for label in ("injection", "harmful_request", "toxicity"):
        report = load(f"probe-{label}")
        if report:
            rows = [[name, f"{m['positives']:,}", f"{m['negatives']:,}", cell(m["recall"]), cell(m["false_positive_rate"])]
                    for name, m in report["classification"]["sources"].items()]
            yield (f"**{label}**, texts written apart, at one half:\n\n"
                   + table(["", "1", "0", "found", "false positives"], rows))


def tables():
    header = ["what", "measured (95 %)", "… of sources kept apart as a whole", "goal", "others reach", "what was seen before"]
    yield "goals", table(header, list(goals()))
    yield "sources", "\n".join(sources())
    yield "curves", curves()


def curves():
    """Recall of each label by how many harmless texts of other sources the thresholds let through."""
    _, means = classifier_folds()
    known = {key: mean["curve"] for key, mean in means.items() if "curve" in mean}
    if not known:
        return MISSING + "\n"
    rates = [f"{float(rate):.1%}".replace(".0%", "%").replace("%", " %") for rate, _, _ in next(iter(known.values()))]
    return table(["held out", "label", *rates],
                 [[held_out, label, *(f"{share(float(recall))} ({share(float(alarms))})" for _, recall, alarms in curve)]
                  for (held_out, label), curve in known.items()]) + (
        "\nMean recall over sources, and in brackets how many harmless texts of a source are taken for attacks there, by how many "
        "harmless texts of other sources the threshold lets through.\n")
