"""What must hold of answers, whole and streamed, however the server cuts them. Each row runs on every surface."""

from clients.common import EMAIL, cut_off, masked

CUTS = ("", "cut:1 ", "cut:7 ", "part:1 ", "part:3 cut:2 ")


def is_refused(surface, answer):
    assert answer.status == 400 and surface.error_code(answer) == "content_filter", (answer.status, answer.body)
    assert answer.headers["x-should-retry"] == "false", answer.headers
    assert b"ghp_" not in answer.body, answer.body


def output_policy_holds(surface, stream):
    """An answer with a credential ends before it, in the surface's own way; it is never said to be complete."""
    for cut in CUTS:
        answer = surface.ask(f"{cut}play:secret x", stream)
        if not stream:
            is_refused(surface, answer)
            continue
        said, reasons = surface.said(answer)
        cut_off(said)
        assert reasons == [surface.refused], reasons
        assert b"ghp_" not in answer.body, answer.body
        assert any(text.startswith("governor-receipt ") for text, _ in answer.comments), answer.comments


def the_cut_does_not_matter(surface, stream):
    """What leaves is the same text however the answer arrives."""
    for what in ("hello there, all of you", "play:mail x", "play:secret x"):
        found = {str(surface.said(surface.ask(cut + what, stream))) if stream or "secret" not in what else ""
                 for cut in CUTS}
        assert len(found) == 1, found


def output_is_masked(surface, stream):
    """What the model made up and a rule masks does not arrive."""
    for cut in CUTS:
        masked(surface.said(surface.ask(f"{cut}play:mail x", stream))[0])


def input_is_restored(surface, stream):
    """A placeholder comes back as what it stands for, also when it is cut in pieces, and is not masked again."""
    for cut in CUTS:
        said, _ = surface.said(surface.ask(f"{cut}Mail {EMAIL} please", stream))
        assert said == f"You wrote: Mail {EMAIL} please", said
    assert not any(EMAIL in str(request) for request in surface.gateway.asked())


def unknown_fields_stay(surface, stream):
    """What nobody knows passes in both directions; what the policy leaves alone has the server's bytes."""
    more = {"x_request": {"nested": [1, 2.50, "kept"]}, "top_k": 7}
    answer = surface.ask("play:extras hello", stream, **more)
    asked = surface.gateway.asked()[-1]["body"]
    assert asked["x_request"] == more["x_request"] and asked["top_k"] == 7, asked
    assert surface.said(answer)[0] == "You wrote: hello", answer.body
    if surface.name in ("chat", "messages"):
        assert b'{"note":"kept","number":1.5}' in answer.body if surface.name == "chat" or not stream \
            else b'{"type":"x_vendor_event","note":"kept"}' in answer.body, answer.body


def headers_are_right(surface, stream):
    """A proxy in front must not gather or keep a stream, and every answer names its decision."""
    answer = surface.ask("hello", stream)
    assert answer.status == 200 and len(answer.headers["governor-receipt"]) == 36, answer.headers
    assert answer.headers["x-request-id"], answer.headers
    if surface.name == "messages":
        assert answer.headers["request-id"] == answer.headers["x-request-id"], answer.headers
    if stream:
        assert answer.headers["content-type"].startswith("text/event-stream"), answer.headers
        assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-cache", "no"), answer.headers
        last = answer.events[-1]
        assert surface.end in (last.data, last.name), last


def media_is_withheld(surface, stream):
    """An answer with sound in it, which nobody here can inspect, leaves only where the operator says so."""
    if surface.name != "chat":
        return
    answer = surface.ask("play:sound hello", stream)
    assert b"UklGRg" not in answer.body and b"unread_content" in answer.body, answer.body
    if stream:
        assert answer.events[-1].data != "[DONE]", answer.events[-1]
    else:
        assert answer.status == 400 and answer.headers["x-should-retry"] == "false", answer.headers
    answer = surface.ask("play:sound hello", stream, model=surface.open)
    assert answer.status == 200 and b"UklGRg" in answer.body, answer.body


def safe_mode_answers(surface, stream):
    """Where a rule wants safe mode of a request, the gateway's own sentence is the answer, and no server is asked."""
    before = len(surface.gateway.asked())
    answer = surface.ask("hello", stream, model=surface.careful)
    assert answer.status == 200 and answer.headers["governor-action"] == "safe_mode", (answer.status, answer.headers)
    assert surface.said(answer)[0] == "I cannot help with this request.", answer.body
    assert len(surface.gateway.asked()) == before


def frames_leave_at_once(surface, stream):
    """A stream of 20 ms a word arrives as it is written: not in one go at its end."""
    if not stream:
        return
    answer = surface.ask("play:long pace:20", stream)
    first, last = answer.events[0].at, answer.events[-1].at
    assert len(answer.events) > 100 and last - first > 2, (first, last)
    gaps = [later.at - event.at for event, later in zip(answer.events, answer.events[1:])]
    assert max(gaps) < (last - first) / 3, f"nothing for {max(gaps)} of {last - first} s"


def faults_are_told(surface, stream):
    """A server that fails is an error for the client, and its words are not passed on."""
    for status in (429, 500, 503):
        answer = surface.ask(f"play:status-{status} x", stream, model=surface.faulty)
        assert answer.status == status and b"secret words" not in answer.body, answer.body
        assert surface.error_code(answer), answer.body
        assert answer.headers.get("retry-after") == ("7" if status == 429 else None), answer.headers
    for fault in ("broken", "cut-off", "failing", "html"):
        answer = surface.ask(f"play:{fault} one two three four five six", stream, model=surface.faulty)
        if not stream:
            assert answer.status == (502 if fault == "html" else 200), answer.body
            continue
        if answer.status != 200:
            assert answer.status == 502, answer.body
            continue
        # In the reference system's form the end of the connection ends the answer, and what is no JSON is a text.
        ends_well = surface.name == "proxy" and fault in ("cut-off", "broken")
        assert ends_well or b"upstream." in answer.body, answer.body
        assert ends_well or surface.end not in (answer.events[-1].data, answer.events[-1].name), answer.events[-1]


ROWS = (output_policy_holds, the_cut_does_not_matter, output_is_masked, input_is_restored, unknown_fields_stay,
        headers_are_right, media_is_withheld, safe_mode_answers, frames_leave_at_once, faults_are_told)
