"""What holds of one surface alone, or of none."""

import json
import socket
import urllib.request

from clients.common import CREDENTIAL, EMAIL

from .surface import Chat, Completions, Messages, Responses

TOOLS = [{"type": "function", "function": {"name": name, "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}}}} for name in ("weather", "population")]


def other_paths_are_refused(gateway):
    """Paths of providers that nobody governs, and those of servers, are not passed on."""
    before = len(gateway.asked())
    for path in ("/v1/files", "/v1/batches", "/v1/images/generations", "/v1/audio/speech", "/v1/moderations",
                 "/v1/chat/completions/x", "/v1/responses/resp_1/cancel", "/v1/complete", "/tokenize", "/pooling", "/invocations",
                 "/v1/messages/batches", "/v1/chat/../chat/completions", "//v1/chat/completions", "/V1/chat/completions"):
        answer = gateway.send(path, {"model": "gpt-4o", "messages": []})
        assert answer.status == 404, (path, answer.status)
    assert len(gateway.asked()) == before


def choices_and_calls_are_kept_apart(gateway):
    """Texts that grow side by side are told by choice and call, not by the order in which they arrive."""
    chat = Chat(gateway)
    for cut in ("", "part:1 cut:1 "):
        answer = chat.ask(f"{cut}play:each play:braided {EMAIL}", True, n=2, tools=TOOLS)
        arguments, finish = {}, {}
        for event in answer.events[:-1]:
            for choice in event.json["choices"]:
                finish[choice["index"]] = choice["finish_reason"] or finish.get(choice["index"])
                for call in choice["delta"].get("tool_calls", []):
                    place = choice["index"], call["index"]
                    arguments[place] = arguments.get(place, "") + call["function"].get("arguments", "")
        assert {place: json.loads(text) for place, text in arguments.items()} == {
            (choice, call): {"city": EMAIL} for choice in (0, 1) for call in (0, 1)}, arguments
        assert finish == {0: "tool_calls", 1: "tool_calls"}, finish
        answer = chat.ask(f"{cut}play:secret x", True, n=2)
        reasons = [choice["finish_reason"] for event in answer.events[:-1] for choice in event.json["choices"]]
        assert [reason for reason in reasons if reason] == ["content_filter"] * 2, reasons


def usage_comes_last(gateway):
    events = Chat(gateway).ask("hello", True, stream_options={"include_usage": True}).events
    assert events[-1].data == "[DONE]" and events[-2].json["choices"] == [], events[-2:]
    assert events[-2].json["usage"]["total_tokens"] == 6 and events[0].json["usage"] is None, events


def untouched_streams_are_the_same_bytes(gateway):
    """Where nothing is masked an event's data is the server's, and its name says what its type does."""
    for surface in (Chat, Completions, Responses, Messages):
        one = surface(gateway)
        events = one.ask("hello there", True).events
        request = urllib.request.Request(f"{gateway.mock}{one.path}", json.dumps(one.body("hello there", True) | (
            {"model": "mock-text"} if one.model == "text-1" else {})).encode())
        with urllib.request.urlopen(request) as answer:
            sent = [line[6:] for line in answer.read().decode().split("\n") if line.startswith("data: ")]
        assert [event.data for event in events] == sent, one.name
        if surface in (Responses, Messages):
            assert all(event.name == event.json["type"] for event in events), one.name


def embeddings_pass(gateway):
    for form in ("base64", "float"):
        answer = gateway.send("/v1/embeddings", {"model": "text-1", "input": ["one", "two"], "encoding_format": form})
        vector = "AAAAPwAAgL4AAIA/" if form == "base64" else [0.5, -0.25, 1.0]
        assert [one["embedding"] for one in answer.json["data"]] == [vector] * 2, answer.body
    for text in (CREDENTIAL, ["hello", CREDENTIAL]):
        answer = gateway.send("/v1/embeddings", {"model": "text-1", "input": text})
        assert (answer.status, answer.json["error"]["code"]) == (400, "content_filter"), answer.body
    answer = gateway.send("/v1/embeddings", {"model": "text-1", "input": [[1, 2]]})
    assert (answer.status, answer.json["error"]["code"]) == (400, "unread_content"), answer.body


def keys_stay_apart(gateway):
    """A client's key never reaches the server, and the server gets its own and its own name of the model."""
    for surface, field, value in ((Completions, "authorization", "Bearer sk-of-the-server"),
                                  (Messages, "x-api-key", "sk-of-the-server")):
        surface(gateway).ask("hello")
        asked = gateway.asked()[-1]
        assert asked["headers"][field] == value and gateway.key not in str(asked), asked
    assert gateway.asked()[-2]["body"]["model"] == "mock-text"
    answer = gateway.send("/v1/messages", Messages(gateway).body("hello"), headers={
        "authorization": None, "x-api-key": gateway.key, "anthropic-version": "2023-06-01"})
    assert answer.status == 200, answer.body


def streams_are_asked_for_by_a_boolean(gateway):
    """What a server may take for true must not be taken for false here."""
    chat = Chat(gateway)
    for value in ("true", 1, "yes"):
        answer = gateway.send(chat.path, chat.body("play:secret x") | {"stream": value})
        assert b"ghp_" not in answer.body, value
    assert gateway.send(chat.path, chat.body("hello") | {"stream": None}).json["choices"]


def http_is_spoken(gateway):
    """`Expect: 100-continue`, a body in chunks, and a connection that is used again."""
    body = json.dumps(Chat(gateway).body("hello")).encode()
    head = (f"POST /v1/chat/completions HTTP/1.1\r\nhost: {gateway.url.netloc}\r\nauthorization: Bearer {gateway.key}\r\n"
            "content-type: application/json\r\n")
    with socket.create_connection((gateway.url.hostname, gateway.url.port), 30) as connection:
        file = connection.makefile("rb")
        for _ in range(2):
            connection.sendall(f"{head}expect: 100-continue\r\ncontent-length: {len(body)}\r\n\r\n".encode())
            assert file.readline().split()[1] == b"100" and file.readline() == b"\r\n"
            connection.sendall(body)
            assert is_answer(file)
            connection.sendall(f"{head}transfer-encoding: chunked\r\n\r\n".encode())
            for at in range(0, len(body), 9):
                connection.sendall(b"%x\r\n%s\r\n" % (len(body[at:at + 9]), body[at:at + 9]))
            connection.sendall(b"0\r\n\r\n")
            assert is_answer(file)


def is_answer(file):
    status = file.readline().split()[1]
    length = 0
    while (line := file.readline()) != b"\r\n":
        name, value = line.split(b":", 1)
        length = int(value) if name.lower() == b"content-length" else length
    return status == b"200" and b"You wrote: hello" in file.read(length)


ROWS = (other_paths_are_refused, choices_and_calls_are_kept_apart, usage_comes_last,
        untouched_streams_are_the_same_bytes, embeddings_pass, keys_stay_apart, streams_are_asked_for_by_a_boolean,
        http_is_spoken)
