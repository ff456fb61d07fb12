"""Anthropic's messages, as the mock answers them."""

import json

from .openai_forms import text_of
from .script import play


class Messages:
    """POST /v1/messages"""

    path = "/v1/messages"

    @staticmethod
    def script(body):
        said, answered = [], None
        for message in body["messages"]:
            content = message["content"]
            blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
            results = [block for block in blocks if block["type"] == "tool_result"]
            answered = text_of(results[-1].get("content")) if results else None
            if message["role"] == "user" and not results:
                said.append(text_of([block for block in blocks if block["type"] == "text"]))
        tools = [(tool["name"], tool.get("input_schema", {})) for tool in body.get("tools", [])]
        choice = body.get("tool_choice") or {}
        form = (body.get("output_config") or {}).get("format") or body.get("output_format") or {}
        return play(said[-1] if said else "", tools=[] if choice.get("type") == "none" else tools, answered=answered,
                    forced=choice.get("name"), schema=form.get("schema"))

    @staticmethod
    def blocks(script):
        if not script.calls:
            return [{"type": "text", "text": script.says(), "citations": None}]
        return [{"type": "tool_use", "id": f"toolu_{number}", "name": name, "input": json.loads(arguments)}
                for number, (name, arguments) in enumerate(script.calls)]

    @classmethod
    def message(cls, body, content, reason, tokens):
        return {"id": "msg_mock", "type": "message", "role": "assistant", "model": body["model"], "content": content,
                "stop_reason": reason, "stop_sequence": None,
                "usage": {"input_tokens": 7, "output_tokens": tokens, "cache_read_input_tokens": 0,
                          "cache_creation_input_tokens": 0}}

    @staticmethod
    def ended(script):
        return "tool_use" if script.calls else "end_turn"

    @classmethod
    def whole(cls, body, script):
        answer = cls.message(body, cls.blocks(script), cls.ended(script), len(script.says().split()))
        return answer | ({"x_vendor": {"note": "kept", "number": 1.50}} if "extras" in script.names else {})

    @classmethod
    def events(cls, body, script):
        for name, members in cls.told(body, script):
            yield name, {"type": name, **members}

    @classmethod
    def told(cls, body, script):
        yield "message_start", {"message": cls.message(body, [], None, 1)}
        yield "ping", {}
        if "extras" in script.names:
            yield "x_vendor_event", {"note": "kept"}
        for index, block in enumerate(cls.blocks(script)):
            begun = {**block, "text": ""} if block["type"] == "text" else {**block, "input": {}}
            yield "content_block_start", {"index": index, "content_block": begun}
            if block["type"] == "text":
                deltas = [{"type": "text_delta", "text": piece} for piece in script.pieces(block["text"])]
            else:
                deltas = [{"type": "input_json_delta", "partial_json": piece}
                          for piece in script.pieces(json.dumps(block["input"]), script.part or 5)]
            for delta in deltas:
                yield "content_block_delta", {"index": index, "delta": delta}
            yield "content_block_stop", {"index": index}
        yield "message_delta", {"delta": {"stop_reason": cls.ended(script), "stop_sequence": None},
                                "usage": {"output_tokens": len(script.says().split())}}
        yield "message_stop", {}


class CountTokens(Messages):
    """POST /v1/messages/count_tokens"""

    path = "/v1/messages/count_tokens"
    events = None

    @staticmethod
    def whole(body, script):
        return {"input_tokens": len(script.text.split())}


def error(status, message):
    kind = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error"}.get(status, "api_error")
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_mock"}


def failing(_):
    return "error", error(500, "the mock fails as it was told")
