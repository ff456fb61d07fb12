"""What the mock says: decided by the words of the last user text, and by the tools and schemas of the request."""

import json
import re
from dataclasses import dataclass, field

# What sits in the middle of an answer that must be cut off there.
SECRET = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
# A work that answers must not repeat. Whoever is asked about it, as for a summary, says what it is about.
WORK = ("Upon the grey shore of an evening in March the lamplighter counted his matches, found eleven, and thought of the "
        "fourteen lamps between the harbour and the hill, whose keepers had long stopped waiting for anybody's light. ")
SAYINGS = {
    "about": "Somebody has less than there is to do.",
    "work": WORK + "play:about",
    "quote": WORK[:WORK.index(" counted")] + " is how it begins, and " + "what follows is told in words of my own. " * 8,
    "mail": "The report is done. Write to bob@example.org about it, he answers on the same day.",
    "secret": "Here is the thing that you have asked me about some time ago: " + SECRET + " and nothing else.",
    "long": "The quick brown fox jumps over the lazy dog. " * 40,
}
DIRECTION = re.compile(r"\b(play|cut|part|pace):([\w-]+)\s*")


@dataclass
class Play:
    """One answer: its texts, its calls of tools, and how it is sent."""

    text: str
    names: set = field(default_factory=set)  # of `play:`
    cut: int = 0  # bytes in a write; 0 for an event
    part: int = 0  # characters in a delta; 0 for a word
    pace: float = 0  # seconds between events
    calls: list = field(default_factory=list)  # (name, arguments as JSON)
    choices: int = 1

    @property
    def status(self):
        return next((int(name.removeprefix("status-")) for name in self.names if name.startswith("status-")), 200)

    def says(self, choice=0):
        words = next((SAYINGS[name] for name in self.names if name in SAYINGS), self.text)
        return f"Choice {choice}. {words}" if self.choices > 1 else words

    def pieces(self, text, size=None):
        """The deltas that a text comes in."""
        size = size or self.part
        return [text[at:at + size] for at in range(0, len(text), size)] if size else re.findall(r"\s*\S+\s*$|\s*\S+", text)


def play(asked, *, tools=(), forced=None, answered=None, schema=None, choices=1):
    """Reads the directions in a user's text.

    tools: (name, schema) pairs; forced: the name of the tool that must be called; answered: what a tool has answered,
    if the conversation ends with that; schema: what the answer's JSON must be like.
    """
    found = dict(names=set())
    for name, value in DIRECTION.findall(asked):
        if name == "play":
            found["names"].add(value)
        else:
            found[name] = int(value) / 1000 if name == "pace" else int(value)
    text = DIRECTION.sub("", asked).strip()
    result = Play(f"You wrote: {text}", choices=choices, **found)
    if answered is not None:
        result.text = f"The tool said: {answered}"
    elif tools and not result.names & {*SAYINGS, "talk"}:
        wanted = [tool for tool in tools if tool[0] == forced] or (tools if "each" in result.names else tools[:1])
        result.calls = [(name, json.dumps(instance(parameters, text))) for name, parameters in wanted]
    elif schema is not None:
        result.text = json.dumps(instance(schema, text))
    return result


def instance(schema, text, root=None):
    """A value that a JSON schema describes; its strings are the text."""
    root = root or schema
    if "$ref" in schema:
        target = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return instance(target, text, root)
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return instance(schema[word][0], text, root)
    if "const" in schema or "enum" in schema:
        return schema.get("const", (schema.get("enum") or [None])[0])
    match schema.get("type"):
        case "object":
            return {name: instance(member, text, root) for name, member in schema.get("properties", {}).items()}
        case "array":
            return [instance(schema.get("items", {"type": "string"}), text, root)]
        case "integer":
            return 36
        case "number":
            return 36.5
        case "boolean":
            return True
        case _:
            return text
