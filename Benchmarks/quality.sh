#!/usr/bin/env bash
# Measures every detector on labelled data, and trained ones also by models that never saw the data they are measured on.
# Raw output goes to results/quality (names: results/names.txt; text classifiers: results/classifiers.txt, made as their
# model card says, because they need more texts than DATA); table.py makes the tables of docs/quality.md from it.
#
#   DATA=FOLDER Benchmarks/quality.sh [GOVERNOR]      default: .build/release/governor; FOLDER has pii/, secrets/, …
#
# CODE and UNSEEN name folders of ordinary code, with colons between: what the model of secrets learns from, and what it is
# measured on. With MODELS=keep no model is trained, and the results that are there stay.
set -euo pipefail
cd "$(dirname "$0")/.."

governor=$(realpath "${1:-.build/release/governor}")
if [[ -z ${DATA:-} || ! -d ${DATA:-}/pii ]]; then
    echo "error: DATA is '${DATA:-}', which is no folder with labelled data" >&2
    echo "hint: DATA=FOLDER make quality, where FOLDER has pii/, secrets/, groundedness/, copyright/ and benign/ with files" \
        "of JSON lines: {\"text\": …, \"label\": 0 or 1, \"source\": …} or {\"text\": …, \"spans\": […]}" >&2
    exit 64
fi
[[ -x $governor ]] || { echo "error: there is no program $governor" >&2; echo "hint: make release" >&2; exit 64; }
results=Benchmarks/results/quality
mkdir -p "$results"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# evaluate NAME DETECTOR OPTION… : rows on standard input
evaluate() {
    local name=$1
    shift
    echo "==> $name" >&2
    "$governor" inspect eval - --format json --detector "$@" > "$work/result.json"
    mv "$work/result.json" "$results/$name.json"
}

# rows FILE… : the lines of files of the data, unpacked
rows() { for file in "$@"; do gzip -dcf "$DATA/$file"; done; }

# Cases that state how many spans there are and not which cannot be compared.
stated() { python3 -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    if row["expected_count"] == len(row["spans"]):
        print(line, end="")'; }

# As shipped: what the rules' authors and the models' training saw is said in the tables.
identifiers=(pii/presidio_synth_v2.jsonl pii/presidio_generated_large.jsonl)
rows "${identifiers[@]}" | evaluate pii-exact pii
rows "${identifiers[@]}" | evaluate pii-overlapping pii --agreement overlapping
rows pii/presidio_recognizer_tests.jsonl | stated | evaluate pii-cases pii
secrets=("$DATA"/secrets/*.jsonl*)
answers=("$DATA"/groundedness/*.jsonl*)
prompts=("$DATA"/benign/*.jsonl*)
rows "${secrets[@]#"$DATA/"}" | evaluate secrets secrets
rows "${prompts[@]#"$DATA/"}" | evaluate secrets-prompts secrets
rows "${answers[@]#"$DATA/"}" | evaluate groundedness groundedness
rows "${prompts[@]#"$DATA/"}" | evaluate refusal-prompts refusal
for label in injection harmful_request toxicity; do
    evaluate "probe-$label" "$label" < "Models/classifiers/probe/$label.jsonl"
done
"$governor" corpus build "$DATA/copyright/reference_works.jsonl" --output "$work/corpus.index" > /dev/null
rows copyright/overlap_cases.jsonl | evaluate verbatim verbatim --corpus "$work/corpus.index"

if [[ ${MODELS:-} != keep ]]; then
    GOVERNOR_PARTS=governor-train swift build -c release --scratch-path .build-train --product governor-train >&2
    train=.build-train/release/governor-train
    echo "==> groundedness, secrets and names, without what they are measured on" >&2
    "$train" groundedness --data "$DATA" > "$results/groundedness-folds.txt"
    "$train" secrets --data "$DATA" --code "${CODE:-/usr/lib/python3.11:/usr/share/go-1.19}" \
        --unseen "${UNSEEN:-.build/checkouts/Yams:/usr/include:/usr/lib/google-cloud-sdk/lib}" \
        2> "$results/secrets-folds.txt" > /dev/null
    "$train" names --data "$DATA" --lists Models/names --report Benchmarks/results/names.txt
fi
exec python3 Benchmarks/table.py
