"""OpenAI's responses, as the mock answers them."""

from .openai_forms import text_of
from .script import play


class Responses:
    """POST /v1/responses"""

    path = "/v1/responses"

    @staticmethod
    def script(body):
        items = body["input"] if isinstance(body["input"], list) else [{"role": "user", "content": body["input"]}]
        said = [text_of(item["content"]) for item in items if item.get("role") == "user"]
        answered = items[-1]["output"] if items[-1].get("type") == "function_call_output" else None
        tools = [(tool["name"], tool.get("parameters", {})) for tool in body.get("tools", [])]
        form = (body.get("text") or {}).get("format") or {}
        choice = body.get("tool_choice")
        return play(said[-1] if said else "", tools=tools, answered=answered, schema=form.get("schema"),
                    forced=choice.get("name") if isinstance(choice, dict) else None)

    @staticmethod
    def items(script):
        if not script.calls:
            part = {"type": "output_text", "text": script.says(), "annotations": [], "logprobs": []}
            return [{"id": "msg_0", "type": "message", "role": "assistant", "status": "completed", "content": [part]}]
        return [{"id": f"fc_{number}", "type": "function_call", "status": "completed", "call_id": f"call_{number}",
                 "name": name, "arguments": arguments} for number, (name, arguments) in enumerate(script.calls)]

    @staticmethod
    def response(body, items, status="completed"):
        there = 7
        back = sum(len(str(item).split()) for item in items)
        tokens = {"input_tokens": there, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": back,
                  "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": there + back}
        return {"id": "resp_mock", "object": "response", "created_at": 1700000000, "status": status, "error": None,
                "incomplete_details": None, "instructions": None, "metadata": {}, "model": body["model"],
                "output": items, "parallel_tool_calls": True, "temperature": 1.0, "tool_choice": "auto",
                "tools": body.get("tools", []), "top_p": 1.0, "usage": tokens if status == "completed" else None}

    @classmethod
    def whole(cls, body, script):
        return cls.response(body, cls.items(script))

    @classmethod
    def events(cls, body, script):
        number = 0
        for kind, members in cls.told(body, script):
            yield kind, {"type": kind, "sequence_number": number, **members}
            number += 1

    @classmethod
    def told(cls, body, script):
        yield "response.created", {"response": cls.response(body, [], "in_progress")}
        yield "response.in_progress", {"response": cls.response(body, [], "in_progress")}
        items = cls.items(script)
        for index, item in enumerate(items):
            at = {"output_index": index}
            begun = {**item, "status": "in_progress"} | ({"content": []} if "content" in item else {"arguments": ""})
            yield "response.output_item.added", {**at, "item": begun}
            at["item_id"] = item["id"]
            if "content" in item:
                yield from cls.part(item["content"][0], {**at, "content_index": 0}, script)
            else:
                for piece in script.pieces(item["arguments"], script.part or 5):
                    yield "response.function_call_arguments.delta", {**at, "delta": piece}
                yield "response.function_call_arguments.done", {
                    **at, "name": item["name"], "arguments": item["arguments"]}
            yield "response.output_item.done", {"output_index": index, "item": item}
        yield "response.completed", {"response": cls.response(body, items)}

    @staticmethod
    def part(part, at, script):
        yield "response.content_part.added", {**at, "part": {**part, "text": ""}}
        for piece in script.pieces(part["text"]):
            yield "response.output_text.delta", {**at, "delta": piece, "logprobs": []}
        yield "response.output_text.done", {**at, "text": part["text"], "logprobs": []}
        yield "response.content_part.done", {**at, "part": part}


def failing(number):
    return "error", {"type": "error", "code": "server_error", "message": "the mock fails as it was told", "param": None,
                     "sequence_number": number}
