"""What must hold of answers that copy a work. Each row runs on every surface of a gateway that has the work in its corpus."""

from mock.script import SAYINGS, WORK


def quotations_are_summarized(surface, stream):
    """An answer of which more than a fifth is copied does not leave: a summary of it does, however the answer arrives."""
    for cut in ("", "part:3 cut:2 "):
        answer = surface.ask(f"{cut}play:work x", stream)
        assert answer.status == 200, answer.body
        assert surface.said(answer)[0] == SAYINGS["about"], answer.body
        assert b"lamplighter" not in answer.body and b"matches" not in answer.body, answer.body
        assert stream or answer.headers["governor-action"] == "summarize", answer.headers
        assert WORK.strip() in str(surface.gateway.asked()[-1]["body"]), "the model was not asked for a summary"


def short_quotations_stay(surface, stream):
    """A fifth may be copied, and nobody is asked for a summary."""
    answer = surface.ask("play:quote x", stream)
    assert surface.said(answer)[0] == SAYINGS["quote"], answer.body
    assert "governor-action" not in answer.headers and "play:quote" in str(surface.gateway.asked()[-1]["body"])


ROWS = (quotations_are_summarized, short_quotations_stay)
