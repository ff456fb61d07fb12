#!/usr/bin/env python3
"""Writes applicants.csv: 7,000 invented applicants of a company that hires with stated rates.

The rates are met exactly, by quotas; chance only says who is who. Standard library only, and the same bytes everywhere:
random.Random(seed).random() is the one source of chance.

    python3 generate.py > applicants.csv
"""

import random
import sys

SEED = 20260115

# For each sex and race: how many applied, how many of them are qualified; how many qualified and unqualified ones were hired
# (last year's interviews), and how many have a test score above the cut of their sex.
#
#                        applied qualified  hired: q    not   above the cut: q   not
QUOTAS = {
    ("male", "white"): (4050, 1627, 1406, 248, 1261, 282),
    ("male", "black"): (500, 195, 134, 41, 151, 36),
    ("male", "hispanic"): (450, 178, 135, 36, 138, 32),
    ("female", "white"): (1620, 549, 388, 146, 426, 157),
    ("female", "black"): (200, 70, 35, 17, 54, 19),
    ("female", "hispanic"): (180, 61, 37, 17, 47, 17),
}

# The test is harder for women: as many of the qualified are above these scores.
CUTS = {"male": 0.55, "female": 0.48}


def score(chance, above, qualified, cut):
    """A score above or below the cut, the higher the likelier for the qualified."""
    low, high = (cut, 1.0) if above else (0.0, cut)
    while True:
        value = low + (high - low) * chance.random()
        if chance.random() < (value if qualified else 1 - value):
            return value


def shuffled(chance, items):
    """The items in random order (Fisher and Yates)."""
    items = list(items)
    for last in range(len(items) - 1, 0, -1):
        other = int(chance.random() * (last + 1))
        items[last], items[other] = items[other], items[last]
    return items


def applicants(chance):
    for (sex, race), (applied, qualified, hired_q, hired_n, above_q, above_n) in QUOTAS.items():
        for label, count, hired, above in ((1, qualified, hired_q, above_q), (0, applied - qualified, hired_n, above_n)):
            scores = [score(chance, index < above, label == 1, CUTS[sex]) for index in range(count)]
            # Interviewers saw the score, and something else that weighs as much as chance here.
            impressions = sorted(range(count), key=lambda index: -(scores[index] + 0.4 * chance.random()))
            chosen = set(impressions[:hired])
            for index in range(count):
                yield sex, race, label, int(index in chosen), f"{scores[index]:.4f}"


def main():
    chance = random.Random(SEED)
    sys.stdout.write("sex,race,qualified,hired,score\n")
    for row in shuffled(chance, applicants(chance)):
        sys.stdout.write(",".join(map(str, row)) + "\n")


main()
