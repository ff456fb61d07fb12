#!/usr/bin/env python3
"""Collects harmless texts of many kinds, lengths and languages for `governor-train classifiers --texts`.

Usage: make_texts.py TREE OUT

TREE is a folder with unpacked packages (README.md says which and how); OUT gets one `NAME.jsonl` for each source, with a
`text` and its `lang`. The same packages give the same files.
"""
import json
import pathlib
import random
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as xml

import yaml

LANGUAGES = "bg br cs cz da de el en es fi fr he hi hu id it ja ko nl pl pt pt_BR ro ru sk sl sr sv ta tr uk vi zh zh_CN zh_TW".split()
PER_LANGUAGE = 110
SEED = 20260101


def sample(texts, random):
    """Some of the texts of a language; every third is several of them, so that length says nothing."""
    texts = sorted({t for t in texts if len(t) >= 12})
    random.shuffle(texts)
    out, rest = [], iter(texts)
    for index in range(PER_LANGUAGE):
        parts = [t for _, t in zip(range(random.choice([2, 4, 8]) if index % 3 == 0 else 1), rest)]
        if parts:
            out.append("\n\n".join(parts))
    return out


def debian_descriptions(tree):
    """Long descriptions of Debian's packages, in the languages they were translated to."""
    for path in sorted(tree.rglob("*bookworm_main_i18n_Translation-*.lz4")):
        text = subprocess.run(["lz4cat", path], check=True, capture_output=True, text=True).stdout
        for stanza in text.split("\n\n"):
            found = re.search(r"^Description-(?!md5)(\w+): (.*)\n((?: .*\n?)*)", stanza, re.M)
            if found:
                body = "\n".join("" if line.strip() == "." else line.strip() for line in found[3].split("\n"))
                yield found[1], (found[2] if len(body) < 30 else body).strip()


def gnome_help(tree):
    """Paragraphs and pages of GNOME's help: how a person does something."""
    for path in sorted(tree.rglob("help/*/gnome-help/*.page")):
        language = "en" if path.parts[-3] == "C" else path.parts[-3]
        for element in xml.parse(path).iter():
            if element.tag.endswith("}p") or element.tag.endswith("}title") or element.tag.endswith("}desc"):
                yield language, " ".join("".join(element.itertext()).split())


def home_assistant(tree):
    """What people say to a home: sentence templates, one reading of each."""
    for path in sorted(tree.rglob("home_assistant_intents/data/*.json")):
        document, chooser = json.loads(path.read_text()), random.Random(SEED)
        rules = document.get("expansion_rules", {})
        names = [str(v.get("in", "")) if isinstance(v, dict) else str(v)
                 for values in document.get("lists", {}).values() for v in values.get("values", [])]
        names = [n for n in names if n and not re.search(r"[\[\](){}<|]", n)] or ["5"]
        for intent in document["intents"].values():
            for data in intent["data"]:
                for sentence in data["sentences"]:
                    for _ in range(40):
                        before = sentence
                        sentence = re.sub(r"<([^<>]+)>", lambda m: "(" + rules.get(m[1].split(":")[-1], "") + ")", sentence)
                        sentence = re.sub(r"\[([^\[\]()]*)\]", lambda m: chooser.choice(m[1].split("|") + [""]), sentence)
                        sentence = re.sub(r"\(([^\[\]()]*)\)", lambda m: chooser.choice(m[1].split("|")), sentence)
                        if sentence == before:
                            break
                    yield path.stem, " ".join(re.sub(r"\{[^}]*\}", lambda _: chooser.choice(names), sentence).split())


def chatterbot(tree):
    """Small talk with a machine."""
    codes = dict(english="en", german="de", french="fr", spanish="es", italian="it", portuguese="pt", russian="ru", chinese="zh",
                 hindi="hi", japanese="ja", korean="ko", turkish="tr", ukrainian="uk", swedish="sv", hebrew="he", polish="pl")
    for path in sorted(tree.rglob("chatterbot_corpus/data/*/*.yml")):
        for conversation in yaml.safe_load(path.read_text()).get("conversations") or []:
            for turn in conversation:
                yield codes.get(path.parent.name, ""), str(turn)


def wesnoth(tree):
    """Stories, speeches and help of a game: orders, fights and magic in the second person."""
    for path in sorted(tree.rglob("locale/*/LC_MESSAGES/wesnoth-*.mo")):
        for original, translated in catalog(path.read_bytes()):
            if len(original) > 60 and translated:
                yield path.parts[-3], re.sub(r"<[^>]*>", "", translated)
                yield "en", re.sub(r"<[^>]*>", "", original.split("\x04")[-1].split("^")[-1])


def catalog(data):
    """The messages of a compiled catalogue; gettext.GNUTranslations does not take all plural forms."""
    count, originals, translations = struct.unpack("<3I", data[8:20])
    for index in range(count):
        yield tuple(data[offset : offset + length].split(b"\0")[0].decode()
                    for length, offset in (struct.unpack("<2I", data[table + 8 * index :][:8]) for table in (originals, translations)))


def fortunes(tree):
    """Sayings and jokes."""
    national = {"bg": "bg", "brasil": "pt", "cs": "cs", "sk": "sk", "cz": "cs", "pl": "pl", "ru": "ru", "es": "es", "it": "it",
                "chinese": "zh", "tang300": "zh", "song100": "zh", "italia": "it", "leggi": "it", "luttazzi": "it",
                "formiche": "it", "definizioni": "it", "zuse": "de"}
    for path in sorted(tree.rglob("games/fortunes*/**/*")):
        if path.is_file() and path.suffix == "" and not path.is_symlink() and "off" not in path.parts and "art" not in path.name:
            parts = [national.get(part) for part in path.parts] + ["de" if "fortunes-de" in path.parts else None]
            language = next((part for part in parts if part), "en")
            data = path.read_bytes()
            try:
                text = data.decode()
            except UnicodeDecodeError:
                text = data.decode("latin-1")
            for saying in re.split(r"\n%\n", text):
                yield language, saying.strip()


def main(tree, out):
    out.mkdir(parents=True, exist_ok=True)
    for source in (debian_descriptions, gnome_help, home_assistant, chatterbot, wesnoth, fortunes):
        texts = {}
        for language, text in source(tree):
            texts.setdefault(language, []).append(text)
        count = 0
        with (out / f"{source.__name__}.jsonl").open("w", encoding="utf-8") as file:
            for language in sorted(set(texts) & set(LANGUAGES)):
                for text in sample(texts[language], random.Random(SEED)):
                    file.write(json.dumps({"text": text, "lang": language}, ensure_ascii=False) + "\n")
                    count += 1
        print(source.__name__, count)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
