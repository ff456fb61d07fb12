"""`instructor`: answers as objects, by tools and by JSON, through OpenAI's library and Anthropic's."""

import asyncio

import anthropic
import instructor
import openai
from instructor.core.exceptions import InstructorRetryException
from pydantic import BaseModel

from .common import CREDENTIAL, EMAIL


class City(BaseModel):
    name: str
    inhabitants: int


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

    def tools(self):
        for client, options in self.clients():
            assert client.chat.completions.create(**options, **self.asking("Paris")).model_dump() == PARIS

    def streamed_tools(self):
        for client, options in self.clients():
            parts = list(client.chat.completions.create_partial(**options, **self.asking("Paris")))
            assert parts[-1].model_dump() == PARIS, parts[-1]

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
            self.fails(client, options, "play:status-429 x", (openai.RateLimitError, anthropic.RateLimitError))

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
