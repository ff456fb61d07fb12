"""What must hold of requests. Each row runs on every surface, for whole and streamed answers."""

from clients.common import CREDENTIAL

from .output_rows import is_refused

LONG = "All is well in here. " * 20_000  # 400 KB


def nothing_reaches(surface, body):
    """Sends what must be refused; returns the answer."""
    before = len(surface.gateway.asked())
    answer = surface.gateway.send(surface.path, body)
    assert len(surface.gateway.asked()) == before, "the server was asked"
    return answer


def a_credential_is_refused(surface, stream):
    is_refused(surface, nothing_reaches(surface, surface.body(f"my key: {CREDENTIAL}", stream)))


def long_texts_are_read_to_the_end(surface, stream):
    """Long texts are split and looked through, not clipped."""
    is_refused(surface, nothing_reaches(surface, surface.body(f"{LONG}{CREDENTIAL}", stream)))


def fields_nobody_knows_are_read(surface, stream):
    is_refused(surface, nothing_reaches(surface, surface.body("hello", stream, x_vendor={"deep": [CREDENTIAL]})))


def every_place_is_read(surface, stream):
    """Every role, part, tool, argument and result."""
    for body in PLACES.get(surface.name, lambda body: [])(surface.body("hello", stream)):
        is_refused(surface, nothing_reaches(surface, body))


def chat_places(body):
    said = body["messages"]
    for role in ("system", "developer", "assistant"):
        yield body | {"messages": [{"role": role, "content": CREDENTIAL}, *said]}
    yield body | {"messages": [{"role": "user", "content": [
        {"type": "text", "text": "hello"}, {"type": "text", "text": CREDENTIAL}]}]}
    call = {"id": "c", "type": "function", "function": {"name": "look", "arguments": f'{{"key": "{CREDENTIAL}"}}'}}
    yield body | {"messages": [*said, {"role": "assistant", "tool_calls": [call]}, *said]}
    yield body | {"messages": [*said, {"role": "tool", "tool_call_id": "c", "content": CREDENTIAL}]}
    yield body | {"tools": [{"type": "function", "function": {"name": "look", "description": CREDENTIAL}}]}
    yield body | {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"title": CREDENTIAL}}}}
    yield body | {"stop": [CREDENTIAL]}


def messages_places(body):
    said = body["messages"]
    yield body | {"system": CREDENTIAL}
    yield body | {"system": [{"type": "text", "text": CREDENTIAL}]}
    yield body | {"messages": [{"role": "user", "content": [
        {"type": "text", "text": "hello"}, {"type": "text", "text": CREDENTIAL}]}]}
    use = {"type": "tool_use", "id": "t", "name": "look", "input": {"key": CREDENTIAL}}
    yield body | {"messages": [*said, {"role": "assistant", "content": [use]}, *said]}
    for content in (CREDENTIAL, [{"type": "text", "text": CREDENTIAL}]):
        result = {"type": "tool_result", "tool_use_id": "t", "content": content}
        yield body | {"messages": [*said, {"role": "user", "content": [result]}]}
    yield body | {"tools": [{"name": "look", "description": CREDENTIAL, "input_schema": {}}]}


def responses_places(body):
    yield body | {"instructions": CREDENTIAL}
    yield body | {"input": [{"role": "developer", "content": CREDENTIAL}]}
    yield body | {"input": [{"role": "user", "content": [{"type": "input_text", "text": CREDENTIAL}]}]}
    yield body | {"input": [{"type": "function_call_output", "call_id": "c", "output": CREDENTIAL}]}
    yield body | {"input": [
        {"type": "function_call", "call_id": "c", "name": "x", "arguments": f'{{"key": "{CREDENTIAL}"}}'}]}
    yield body | {"tools": [{"type": "function", "name": "look", "description": CREDENTIAL, "parameters": {}}]}


PLACES = {"chat": chat_places, "messages": messages_places, "responses": responses_places}


def what_is_no_text_is_refused(surface, stream):
    """A picture, or tokens: nobody can look through them."""
    picture = "data:image/png;base64,iVBORw0KGgo="
    unread = {
        "chat": {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": picture}}]}]},
        "completions": {"prompt": [1, 2, 3]},
        "responses": {"input": [{"role": "user", "content": [{"type": "input_image", "image_url": picture}]}]},
        "messages": {"messages": [{"role": "user", "content": [{"type": "image", "source": {
            "type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}]}]},
    }.get(surface.name)
    if unread:
        answer = nothing_reaches(surface, surface.body("hello", stream) | unread)
        assert answer.status == 400 and surface.error_code(answer) == "unread_content", answer.body


def errors_have_the_surface_form(surface, stream):
    """Status, code and form of what is wrong with a request; nothing of it reaches the server."""
    good = surface.body("hello", stream)
    for status, body, options in (
        (401, good, {"key": "gov_nobody"}), (404, good | {"model": "unknown"}, {}), (400, b"{not json", {}),
        (400, b'{"model": "a", "model": "b"}', {}), (400, b"[]", {}), (413, b" " * 2_000_000, {}),
        (405, None, {"method": "GET"}),
    ):
        before = len(surface.gateway.asked())
        answer = surface.gateway.send(surface.path, body, **options)
        assert answer.status == status, (status, answer.status, answer.body)
        error = answer.json["error"]
        if surface.name == "messages" and status in (400, 401, 404):
            assert answer.json["type"] == "error" and error.keys() >= {"type", "message"}, answer.body
            assert answer.json["request_id"], answer.body
        else:
            assert error.keys() == {"message", "type", "param", "code"}, answer.body
        assert len(surface.gateway.asked()) == before, "the server was asked"


ROWS = (a_credential_is_refused, long_texts_are_read_to_the_end, fields_nobody_knows_are_read, every_place_is_read,
        what_is_no_text_is_refused, errors_have_the_surface_form)
