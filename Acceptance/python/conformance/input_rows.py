"""What must hold of requests. Each row runs on every surface, for whole and streamed answers."""

from clients.common import ATTACK, CREDENTIAL, EMAIL

from .output_rows import is_refused

LONG = "All is well in here. " * 20_000  # 400 KB


def nothing_reaches(surface, body):
    """Sends what must be refused; returns the answer."""
    before = len(surface.gateway.asked())
    answer = surface.send(body)
    assert len(surface.gateway.asked()) == before, "the server was asked"
    return answer


def a_credential_is_refused(surface, stream):
    is_refused(surface, nothing_reaches(surface, surface.body(f"my key: {CREDENTIAL}", stream)))


def long_texts_are_read_to_the_end(surface, stream):
    """Long texts are split and looked through, not clipped."""
    is_refused(surface, nothing_reaches(surface, surface.body(f"{LONG}{CREDENTIAL}", stream)))


def fields_nobody_knows_are_read(surface, stream):
    is_refused(surface, nothing_reaches(surface, surface.body("hello", stream, x_vendor={"deep": [CREDENTIAL]})))


def names_and_numbers_are_read(surface, stream):
    """What stands in the name of a member, or is a long number; what cannot be masked there is refused."""
    for hidden in ({"x_vendor": {"deep": {CREDENTIAL: 1}}}, {CREDENTIAL: None}):
        is_refused(surface, nothing_reaches(surface, surface.body("hello", stream, **hidden)))
    for hidden in ({EMAIL: 1}, {"card": 4111111111111111}):
        answer = nothing_reaches(surface, surface.body("hello", stream, metadata=hidden))
        assert (answer.status, surface.error_code(answer)) == (400, "unmaskable_content"), answer.body
        assert answer.headers["x-should-retry"] == "false" and EMAIL.encode() not in answer.body, answer.body


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
    for arguments in ({"key": CREDENTIAL}, {CREDENTIAL: "key"}):
        use = {"type": "tool_use", "id": "t", "name": "look", "input": arguments}
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
        # Where the operator lets pictures pass, they do, and the rest is inspected all the same.
        let_pass = surface.gateway.send(surface.path, surface.body("hello", stream, model=surface.open) | unread)
        assert let_pass.status == (400 if surface.name == "completions" else 200), let_pass.body


def a_hold_waits_for_a_person(surface, stream):
    """What is held is told with its id, reaches the server once it is released, and then once."""
    text = f"{ATTACK} By {surface.name} {stream}"
    answers = [nothing_reaches(surface, surface.body(text, stream)) for _ in range(2)]
    for answer in answers:
        assert (answer.status, surface.error_code(answer)) == (403, "held_for_review"), (answer.status, answer.body)
        assert answer.headers["x-should-retry"] == "false" and ATTACK.encode() not in answer.body, answer.body
    hold = answers[0].headers["governor-hold"]
    assert hold == answers[1].headers["governor-hold"], "one request is held twice"
    surface.gateway.setting.release(hold)
    answer = surface.ask(text, stream)
    assert (answer.status, surface.said(answer)[0]) == (200, f"You wrote: {text}"), (answer.status, answer.body)
    assert surface.ask(text, stream).status == 403


def errors_have_the_surface_form(surface, stream):
    """Status, code and form of what is wrong with a request; nothing of it reaches the server."""
    good = surface.body("hello", stream)
    for status, body, options in (
        (401, good, {"key": "gov_nobody"}), (404, good | {"model": "unknown"}, {}), (400, b"{not json", {}),
        (400, b'{"model": "a", "model": "b"}', {}), (400, b"[]", {}), (413, b" " * 2_000_000, {}),
        (405, None, {"method": "GET"}), (404, good, {"path": f"{surface.path}/more"}),
        (403, good | {"model": "gpt-4o"}, {"key": surface.gateway.setting.narrow}),
    ):
        before = len(surface.gateway.asked())
        answer = surface.gateway.send(**{"path": surface.path, "body": body} | options)
        assert answer.status == status, (status, answer.status, answer.body)
        has_surface_form(surface, answer)
        assert len(surface.gateway.asked()) == before, "the server was asked"
    answers = [surface.gateway.send(surface.path, good, key=surface.gateway.setting.poor) for _ in range(3)]
    limited = [answer for answer in answers if answer.status == 429]
    assert limited and 1 <= int(limited[0].headers["retry-after"]) <= 61, [answer.status for answer in answers]
    has_surface_form(surface, limited[0])


def has_surface_form(surface, answer):
    """An error is told in the form of its surface, and names its request where clients look."""
    error = answer.json["error"]
    if surface.name == "messages":
        assert answer.json["type"] == "error" and error.keys() == {"type", "message", "code"}, answer.body
        assert answer.json["request_id"] == answer.headers["request-id"] == answer.headers["x-request-id"], answer.headers
    else:
        assert error.keys() == {"message", "type", "param", "code"}, answer.body
        assert answer.headers["x-request-id"] and "request-id" not in answer.headers, answer.headers


ROWS = (a_credential_is_refused, long_texts_are_read_to_the_end, fields_nobody_knows_are_read, names_and_numbers_are_read, every_place_is_read,
        what_is_no_text_is_refused, a_hold_waits_for_a_person, errors_have_the_surface_form)
