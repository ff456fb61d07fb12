"""OpenAI's chat completions, completions and embeddings, as the mock answers them."""

import base64
import json
import struct

from .script import play

HEAD = {"created": 1700000000, "system_fingerprint": "fp_mock"}
SOUND = "UklGRg" + "A" * 250  # what a sound begins like, in Base64
EXTRAS = {"x_vendor": {"note": "kept", "number": 1.50}}


def text_of(content):
    """The text of a message's content: a string, or parts."""
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [])


def usage(spoken, answered):
    """Tokens, a word each."""
    there, back = len(spoken.split()), len(answered.split())
    return {"prompt_tokens": there, "completion_tokens": back, "total_tokens": there + back,
            "prompt_tokens_details": {"cached_tokens": 0}}


def ended(script):
    return "tool_calls" if script.calls else "stop"


class Chat:
    """POST /v1/chat/completions"""

    path = "/v1/chat/completions"

    @staticmethod
    def script(body):
        messages = body["messages"]
        said = [text_of(message.get("content")) for message in messages if message["role"] == "user"]
        answered = text_of(messages[-1]["content"]) if messages[-1]["role"] == "tool" else None
        tools = [(tool["function"]["name"], tool["function"].get("parameters", {})) for tool in body.get("tools", [])]
        choice = body.get("tool_choice")
        if choice == "none":
            tools = []
        form = body.get("response_format") or {}
        schema = form.get("json_schema", {}).get("schema") if form.get("type") == "json_schema" else None
        return play(said[-1] if said else "", tools=tools, answered=answered, schema=schema, choices=body.get("n") or 1,
                    forced=choice["function"]["name"] if isinstance(choice, dict) else None)

    @staticmethod
    def whole(body, script):
        choices = []
        for index in range(script.choices):
            message = {"role": "assistant", "content": None if script.calls else script.says(index), "refusal": None}
            if script.calls:
                message["tool_calls"] = [
                    {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
                    for number, (name, arguments) in enumerate(script.calls)]
            if "extras" in script.names:
                message["reasoning_content"] = "I thought about it."
            if "sound" in script.names:
                message["audio"] = {"id": "audio_mock", "data": SOUND, "expires_at": 1700000000}
            choices.append({"index": index, "message": message, "logprobs": None, "finish_reason": ended(script)})
        answer = {"id": "chatcmpl-mock", "object": "chat.completion", **HEAD, "model": body["model"], "choices": choices,
                  "usage": usage(script.text, "".join(script.says(index) for index in range(script.choices)))}
        return answer | (EXTRAS if "extras" in script.names else {})

    @staticmethod
    def events(body, script):
        counted = (body.get("stream_options") or {}).get("include_usage")

        def chunk(choice=None, **more):
            value = {"id": "chatcmpl-mock", "object": "chat.completion.chunk", **HEAD, "model": body["model"],
                     "choices": [choice] if choice else [], **more}
            if counted and "usage" not in value:
                value["usage"] = None
            return None, value | (EXTRAS if "extras" in script.names else {})

        def delta(index, ended=None, **members):
            return chunk({"index": index, "delta": members, "logprobs": None, "finish_reason": ended})

        lanes = []
        for index in range(script.choices):
            yield delta(index, role="assistant", content=None if script.calls else "")
            if "extras" in script.names:
                yield delta(index, reasoning_content="I thought about it.")
            if "sound" in script.names:
                yield delta(index, audio={"id": "audio_mock", "data": SOUND})
            if not script.calls:
                lanes.append([delta(index, content=piece) for piece in script.pieces(script.says(index))])
            for number, (name, arguments) in enumerate(script.calls):
                lane = [delta(index, tool_calls=[{"index": number, "id": f"call_{number}", "type": "function",
                                                  "function": {"name": name, "arguments": ""}}])]
                lanes.append(lane + [delta(index, tool_calls=[{"index": number, "function": {"arguments": piece}}])
                                     for piece in script.pieces(arguments, script.part or 5)])
        yield from braided(lanes) if script.choices > 1 or "braided" in script.names else sum(lanes, [])
        for index in range(script.choices):
            yield delta(index, ended=ended(script))
        if counted:
            yield chunk(usage=Chat.whole(body, script)["usage"])
        yield None, "[DONE]"


class Completions:
    """POST /v1/completions"""

    path = "/v1/completions"

    @staticmethod
    def script(body):
        prompt = body["prompt"]
        return play(prompt if isinstance(prompt, str) else prompt[-1], choices=body.get("n") or 1)

    @staticmethod
    def whole(body, script):
        choices = [{"index": index, "text": script.says(index), "logprobs": None, "finish_reason": "stop"}
                   for index in range(script.choices)]
        return {"id": "cmpl-mock", "object": "text_completion", **HEAD, "model": body["model"], "choices": choices,
                "usage": usage(script.text, "".join(choice["text"] for choice in choices))}

    @staticmethod
    def events(body, script):
        def chunk(index, text, ended=None):
            return None, {"id": "cmpl-mock", "object": "text_completion", **HEAD, "model": body["model"], "choices": [
                {"index": index, "text": text, "logprobs": None, "finish_reason": ended}]}

        yield from braided([[chunk(index, piece) for piece in script.pieces(script.says(index))]
                            for index in range(script.choices)])
        for index in range(script.choices):
            yield chunk(index, "", "stop")
        yield None, "[DONE]"


class Embeddings:
    """POST /v1/embeddings"""

    path = "/v1/embeddings"
    vector = [0.5, -0.25, 1.0]

    @staticmethod
    def script(body):
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        return play(str(texts[-1]), choices=len(texts))

    @classmethod
    def whole(cls, body, script):
        packed = base64.b64encode(struct.pack("<3f", *cls.vector)).decode()
        vector = packed if body.get("encoding_format") == "base64" else cls.vector
        return {"object": "list", "model": body["model"], "usage": {"prompt_tokens": 3, "total_tokens": 3},
                "data": [{"object": "embedding", "index": index, "embedding": vector} for index in range(script.choices)]}


def braided(lanes):
    """The elements of several lists in turn."""
    for row in range(max(map(len, lanes), default=0)):
        yield from (lane[row] for lane in lanes if row < len(lane))


def error(status, message):
    kind = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error"}.get(status, "api_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": f"mock_{status}"}}


def failing(_):
    """The event that says in mid-stream that the server failed."""
    return None, error(500, "the mock fails as it was told")


def compact(data):
    """JSON as the gateway writes it, so that what it leaves alone is the same bytes."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def encoded(name, data):
    text = data if isinstance(data, str) else compact(data)
    return (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()
