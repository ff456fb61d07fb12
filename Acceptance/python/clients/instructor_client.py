"""`instructor`: answers as objects, by tools and by JSON, through OpenAI's library and Anthropic's."""

import asyncio
from collections.abc import Iterable

import anthropic
import instructor
import openai
from instructor.core.exceptions import InstructorRetryException
from pydantic import BaseModel

from .common import CREDENTIAL, EMAIL, cut_off, masked


class City(BaseModel):
    name: str
    inhabitants: int


class Weather(BaseModel):
    """The weather of a city."""

    city: str


class Population(BaseModel):
    """How many live in a city."""

    city: str


PARIS = {"name": "Paris", "inhabitants": 36}


class Client:
    def __init__(self, setting):
        self.setting = setting
        self.openai = {"base_url": f"{setting.gateway}/v1", "api_key": setting.key, "max_retries": 0}
        self.anthropic = {"base_url": setting.gateway, "api_key": setting.key, "max_retries": 0}

    def clients(self, *modes):
        for mode in modes or (instructor.Mode.TOOLS,):
            yield instructor.from_openai(openai.OpenAI(**self.openai), mode=mode), {"model": "gpt-4o"}
        if not modes:
            yield (instructor.from_anthropic(anthropic.Anthropic(**self.anthropic), mode=instructor.Mode.ANTHROPIC_TOOLS),
                   {"model": "claude-sonnet-5", "max_tokens": 100})

    @staticmethod
    def asking(text, into=City):
        return {"messages": [{"role": "user", "content": text}], "response_model": into, "max_retries": 1}

    def said(self, text):
        """What each client says who is asked for no object."""
        for client, options in self.clients():
            answer = client.chat.completions.create(**options, **self.asking(text, None))
            yield answer.content[0].text if hasattr(answer, "content") else answer.choices[0].message.content

    def told(self, text):
        """The same, streamed."""
        for client, options in self.clients():
            yield "".join(map(self.piece, client.chat.completions.create(**options, **self.asking(text, None), stream=True)))

    @staticmethod
    def piece(event):
        if hasattr(event, "choices"):
            return (event.choices[0].delta.content or "") if event.choices else ""
        return getattr(getattr(event, "delta", None), "text", "")

    def plain(self):
        assert [*self.said("Good morning")] == ["You wrote: Good morning"] * 2

    def streamed(self):
        assert [*self.told("Good morning")] == ["You wrote: Good morning"] * 2

    def tools(self):
        for client, options in self.clients():
            assert client.chat.completions.create(**options, **self.asking("Paris")).model_dump() == PARIS

    def streamed_tools(self):
        for client, options in self.clients():
            parts = list(client.chat.completions.create_partial(**options, **self.asking("Paris")))
            assert parts[-1].model_dump() == PARIS, parts[-1]

    def parallel_tools(self):
        client = instructor.from_openai(openai.OpenAI(**self.openai), mode=instructor.Mode.PARALLEL_TOOLS)
        found = list(client.chat.completions.create(
            model="gpt-4o", **self.asking("play:each Paris", Iterable[Weather | Population])))
        assert found == [Weather(city="Paris"), Population(city="Paris")], found

    def json_schema(self):
        for client, options in self.clients(instructor.Mode.JSON_SCHEMA):
            assert client.chat.completions.create(**options, **self.asking("Paris")).model_dump() == PARIS

    def usage(self):
        for client, options in self.clients():
            found, raw = client.chat.completions.create_with_completion(**options, **self.asking("Paris"))
            assert found.model_dump() == PARIS and raw.usage is not None, raw

    def errors(self):
        for client, options in self.clients():
            self.fails(client, {**options, "model": "unknown"}, "hello", (openai.NotFoundError, anthropic.NotFoundError))
            faulty = {**options, "model": options["model"].split("-")[0] + "-faulty"}
            self.fails(client, faulty, "play:status-429 x", (openai.RateLimitError, anthropic.RateLimitError))
            self.fails(client, faulty, "play:status-500 x", (openai.InternalServerError, anthropic.InternalServerError))

    def fails(self, client, options, text, kinds):
        try:
            client.chat.completions.create(**options, **self.asking(text))
        except InstructorRetryException as error:
            cause = error.__cause__ if isinstance(error.__cause__, kinds) else getattr(error.__cause__, "last_attempt", error)
            cause = cause.exception() if hasattr(cause, "exception") else cause
            assert isinstance(cause, kinds), repr(cause)
        except kinds:
            pass
        else:
            raise AssertionError(f"no {kinds}")

    def blocked(self):
        for client, options in self.clients():
            self.fails(client, options, f"key {CREDENTIAL}", (openai.BadRequestError, anthropic.BadRequestError))
        self.setting.upstream_saw_no("ghp_")

    def held(self):
        self.setting.holds(lambda text: next(self.said(text)), (openai.PermissionDeniedError, InstructorRetryException))

    def blocked_in_stream(self):
        for text in self.told("play:secret x"):
            cut_off(text)

    def restored(self):
        assert [*self.said(f"Mail {EMAIL} please")] == [f"You wrote: Mail {EMAIL} please"] * 2
        for text in self.said("play:mail x"):
            masked(text)
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_stream(self):
        assert [*self.told(f"part:3 Mail {EMAIL} please")] == [f"You wrote: Mail {EMAIL} please"] * 2
        for text in self.told("part:3 play:mail x"):
            masked(text)
        self.setting.upstream_saw_no(EMAIL)

    def cancelled(self):
        for client, options in self.clients():
            def leave(text):
                stream = client.chat.completions.create(**options, **self.asking(text, None), stream=True)
                for _ in range(6):
                    next(stream)
                stream.close()

            self.setting.cancels(leave)

    def restored_in_arguments(self):
        for client, options in self.clients():
            assert client.chat.completions.create(**options, **self.asking(EMAIL)).name == EMAIL
            parts = list(client.chat.completions.create_partial(**options, **self.asking(f"part:2 {EMAIL}")))
            assert parts[-1].name == EMAIL, parts[-1]
        self.setting.upstream_saw_no(EMAIL)

    def many(self):
        client = instructor.from_openai(openai.AsyncOpenAI(**self.openai))

        async def one(number):
            found = await client.chat.completions.create(model="gpt-4o", **self.asking(f"number {number}"))
            assert found.name == f"number {number}", found

        async def all_of_them():
            await asyncio.gather(*(one(number) for number in range(64)))

        asyncio.run(all_of_them())
