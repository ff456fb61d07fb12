#!/bin/sh
# From data to a closed gate, to a mitigation, to an open gate, to a paragraph for the model card.
# Writes into the folder it runs in; docs/hiring.md shows what comes out.
set -eu
here=$(dirname "$0")

python3 "$here/generate.py" > applicants.csv

echo "== What the decisions of last year did"
mkdir -p before after
governor audit applicants.csv --by sex --by race --label qualified --prediction hired --score score \
  --output before/eval_fairness.json --html before.html --charts charts > before.txt
status=0
governor gate --config "$here/policy.yaml" --artifacts before --build-id last-year > gate-before.txt || status=$?
cat gate-before.txt
test "$status" = 1 # The gate is closed.

echo "== What thresholds by sex would change"
governor audit mitigate applicants.csv --by sex --by race --per sex --label qualified --prediction hired --score score \
  --policy-fragment thresholds.json --weights weights.csv --output after/eval_fairness.json --chart charts/mitigation.svg \
  --model-card model-card.md
governor policy check thresholds.json
governor gate --config "$here/policy.yaml" --artifacts after --build-id this-year > gate-after.txt
cat gate-after.txt

echo "== What the model card says"
cat model-card.md
