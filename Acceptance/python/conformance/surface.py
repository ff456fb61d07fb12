"""The gateway's surfaces as a client without a library sees them: bytes, header fields, events."""

import http.client
import json
import time
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Event:
    name: str
    data: str
    at: float  # seconds since the request

    @property
    def json(self):
        return json.loads(self.data)


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    events: list
    comments: list

    @property
    def json(self):
        return json.loads(self.body)


class Gateway:
    def __init__(self, setting):
        self.setting = setting
        self.url, self.mock, self.key = urlsplit(setting.gateway), setting.mock, setting.key

    def send(self, path, body=None, method="POST", headers=None, key=None):
        """One request on a connection of its own; whole or streamed as it is answered."""
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        fields = {"content-type": "application/json", "authorization": f"Bearer {key or self.key}"} | (headers or {})
        begun = time.monotonic()
        connection.request(method, path, data, {name: value for name, value in fields.items() if value is not None})
        response = connection.getresponse()
        answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, b"", [], [])
        if not answer.headers.get("content-type", "").startswith("text/event-stream"):
            answer.body = response.read()
        else:
            self.follow(response, answer, begun)
        connection.close()
        return answer

    @staticmethod
    def follow(response, answer, begun):
        name = ""
        while line := response.readline():
            answer.body += line
            text = line.decode().rstrip("\n")
            if text.startswith(":"):
                answer.comments.append((text[1:].strip(), time.monotonic() - begun))
            elif text.startswith("event: "):
                name = text[7:]
            elif text.startswith("data: "):
                answer.events.append(Event(name, text[6:], time.monotonic() - begun))
                name = ""

    def asked(self):
        with urllib.request.urlopen(f"{self.mock}/requests") as answer:
            return json.load(answer)


class Surface:
    """A path, and how a text is asked there and read from an answer. Subclasses are the surfaces."""

    name = path = model = faulty = open = ""
    streams = True
    end = "[DONE]"

    def __init__(self, gateway):
        self.gateway = gateway

    @property
    def careful(self):
        """A model of which the policy wants safe mode."""
        return self.faulty.replace("faulty", "careful")

    def body(self, text, stream=False, **more):
        return self.asking(text) | {"model": self.model} | ({"stream": True} if stream else {}) | more

    def send(self, body):
        return self.gateway.send(self.path, body)

    def ask(self, text, stream=False, **more):
        return self.send(self.body(text, stream, **more))

    def said(self, answer):
        """The text of an answer, and why it ended."""
        if not answer.events:
            return self.whole(answer.json)
        found = [self.told(event) for event in answer.events if event.data != "[DONE]"]
        return "".join(text for text, _ in found if text), [reason for _, reason in found if reason]

    def error_code(self, answer):
        return answer.json["error"]["code"]


class Chat(Surface):
    name, path, model, refused = "chat", "/v1/chat/completions", "gpt-4o", "content_filter"
    faulty, open = "gpt-faulty", "gpt-open"

    def asking(self, text):
        return {"messages": [{"role": "user", "content": text}]}

    def whole(self, json):
        return json["choices"][0]["message"]["content"], [json["choices"][0]["finish_reason"]]

    def told(self, event):
        choice = (event.json.get("choices") or [{}])[0]
        return choice.get("delta", {}).get("content"), choice.get("finish_reason")


class Completions(Surface):
    name, path, model, refused = "completions", "/v1/completions", "text-1", "content_filter"
    faulty, open = "text-faulty", "text-open"

    def asking(self, text):
        return {"prompt": text}

    def whole(self, json):
        return json["choices"][0]["text"], [json["choices"][0]["finish_reason"]]

    def told(self, event):
        choice = (event.json.get("choices") or [{}])[0]
        return choice.get("text"), choice.get("finish_reason")


class Responses(Surface):
    name, path, model, refused, end = "responses", "/v1/responses", "gpt-4o", "content_filter", "response.completed"
    faulty, open = "gpt-faulty", "gpt-open"

    def asking(self, text):
        return {"input": text}

    @staticmethod
    def reason(response):
        return (response["incomplete_details"] or {}).get("reason") or response["status"]

    def whole(self, json):
        return json["output"][0]["content"][0]["text"], [self.reason(json)]

    def told(self, event):
        if event.name == "response.output_text.delta":
            return event.json["delta"], None
        return None, self.reason(event.json["response"]) if event.name in (
            "response.completed", "response.incomplete") else None


class Messages(Surface):
    name, path, model, refused, end = "messages", "/v1/messages", "claude-sonnet-5", "refusal", "message_stop"
    faulty, open = "claude-faulty", "claude-open"

    def asking(self, text):
        return {"max_tokens": 100, "messages": [{"role": "user", "content": text}]}

    def whole(self, json):
        return json["content"][0]["text"], [json["stop_reason"]]

    def told(self, event):
        delta = event.json.get("delta", {})
        return delta.get("text"), delta.get("stop_reason")


class Reference(Surface):
    name, path, model, refused = "proxy", "/proxy/completion", "reference", "content_filter"
    faulty, open = "reference-faulty", "reference-open"

    def asking(self, text):
        return {"prompt": text, "max_tokens": 100}

    def send(self, body):
        """The path says whether a stream is wanted, and not the body."""
        asked = {name: value for name, value in body.items() if name != "stream"}
        return self.gateway.send(self.path + ("/stream" if body.get("stream") else ""), asked)

    def whole(self, json):
        return json["content"], []

    def told(self, event):
        return event.json.get("content"), event.json.get("finish_reason")


SURFACES = (Chat, Completions, Responses, Messages, Reference)
