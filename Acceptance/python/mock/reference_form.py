"""The reference system's completion, as the mock answers it."""

from .openai_forms import error
from .script import play


class Reference:
    """POST /completion: a stream where the client accepts nothing else."""

    path = "/completion"

    @staticmethod
    def script(body):
        return play(body["prompt"])

    @staticmethod
    def whole(body, script):
        return {"content": script.says(), "model": body.get("model"), "usage": {"total_tokens": 3}}

    @staticmethod
    def events(body, script):
        for piece in script.pieces(script.says()):
            yield None, {"content": piece}
        yield None, "[DONE]"


def failing(_):
    return None, error(500, "the mock fails as it was told")
