"""`pydantic-ai`: agents on OpenAI's chat completions and responses, and on Anthropic's messages."""

import asyncio

import anthropic
import openai
from anthropic import AsyncAnthropic
from openai import AsyncOpenAI
from pydantic import BaseModel
from pydantic_ai import Agent, ModelAPIError, ModelHTTPError, NativeOutput
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from .common import CREDENTIAL, EMAIL, cut_off, masked, raises, refuses_more

FAULTS = (ModelAPIError, openai.APIError, anthropic.APIError)


class City(BaseModel):
    name: str
    inhabitants: int


def weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny in {city}"


def population(city: str) -> str:
    """How many live in a city."""
    return f"many in {city}"


class Client:
    def __init__(self, setting):
        self.setting = setting
        # Connections belong to an event loop, and agents share them.
        self.loop = asyncio.Runner()

    def models(self, gpt="gpt-4o", claude="claude-sonnet-5", key=None):
        key = key or self.setting.key
        ours = OpenAIProvider(openai_client=AsyncOpenAI(base_url=f"{self.setting.gateway}/v1", api_key=key, max_retries=0))
        theirs = AnthropicProvider(anthropic_client=AsyncAnthropic(
            base_url=self.setting.gateway, api_key=key, max_retries=0))
        yield OpenAIChatModel(gpt, provider=ours)
        yield OpenAIResponsesModel(gpt, provider=ours)
        yield AnthropicModel(claude, provider=theirs)

    def run(self, model, text, **options):
        async def one():
            return await Agent(model, **options).run(text)

        return self.loop.run(one())

    def stream(self, model, text, **options):
        """What a streamed run comes to, and its usage."""
        async def one():
            async with Agent(model, **options).run_stream(text) as result:
                return await result.get_output(), result.usage

        return self.loop.run(one())

    def plain(self):
        for model in self.models():
            assert self.run(model, "Good morning").output == "You wrote: Good morning"

    def streamed(self):
        for model in self.models():
            assert self.stream(model, "Good morning")[0] == "You wrote: Good morning"

    def tools(self):
        for model in self.models():
            assert self.run(model, "Paris", tools=[weather]).output == "The tool said: sunny in Paris"

    def streamed_tools(self):
        for model in self.models():
            assert self.stream(model, "Paris", tools=[weather])[0] == "The tool said: sunny in Paris"

    def parallel_tools(self):
        for model in self.models():
            result = self.run(model, "play:each Paris", tools=[weather, population])
            assert result.output == "The tool said: many in Paris", result
            returned = [part for message in result.all_messages() for part in message.parts if part.part_kind == "tool-return"]
            assert [part.content for part in returned] == ["sunny in Paris", "many in Paris"], returned

    def json_schema(self):
        for model in self.models():
            for output in (City, NativeOutput(City)):
                if isinstance(model, AnthropicModel) and output is not City:
                    continue
                assert self.run(model, "Paris", output_type=output).output == City(name="Paris", inhabitants=36)

    def usage(self):
        for model in self.models():
            usage = self.run(model, "hello").usage
            assert (usage() if callable(usage) else usage).output_tokens > 0

    def streamed_usage(self):
        for model in self.models():
            usage = self.stream(model, "hello")[1]
            assert (usage() if callable(usage) else usage).output_tokens > 0

    def fails(self, status, body):
        try:
            body()
        except ModelHTTPError as error:
            assert error.status_code == status, error
            return error
        raise AssertionError(f"no ModelHTTPError {status}")

    def errors(self):
        for model in self.models("unknown", "unknown"):
            self.fails(404, lambda: self.run(model, "hello"))
        for status, key in ((401, "gov_nobody"), (403, self.setting.narrow)):
            for model in self.models(key=key):
                self.fails(status, lambda: self.run(model, "hello"))
        for model in self.models(key=self.setting.poor):
            assert refuses_more(ModelHTTPError, lambda: self.run(model, "hello")).status_code == 429
        for model in self.models("gpt-faulty", "claude-faulty"):
            self.fails(429, lambda: self.run(model, "play:status-429 x"))
            self.fails(500, lambda: self.run(model, "play:status-500 x"))
            for fault in ("broken", "cut-off", "failing"):
                raises(FAULTS, lambda: self.stream(model, f"play:{fault} one two three four five"))

    def blocked(self):
        for model in self.models():
            for ask in (self.run, self.stream):
                error = self.fails(400, lambda: ask(model, f"key {CREDENTIAL}"))
                assert "content_filter" in str(error) and "ghp_" not in str(error), error
        self.setting.upstream_saw_no("ghp_")

    def held(self):
        for model in self.models():
            self.setting.holds(lambda text: self.run(model, text).output, ModelHTTPError)

    def blocked_in_stream(self):
        for model in self.models():
            cut_off(self.stream(model, "play:secret x")[0])

    def restored(self):
        for model in self.models():
            said = self.run(model, f"Mail {EMAIL} please").output
            assert said == f"You wrote: Mail {EMAIL} please", said
            masked(self.run(model, "play:mail x").output)
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_stream(self):
        for model in self.models():
            said = self.stream(model, f"part:3 Mail {EMAIL} please")[0]
            assert said == f"You wrote: Mail {EMAIL} please", said
            masked(self.stream(model, "part:3 play:mail x")[0])
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_arguments(self):
        heard = []

        def lookup(address: str) -> str:
            """Looks up an address."""
            heard.append(address)
            return "found"

        for model in self.models():
            self.run(model, EMAIL, tools=[lookup])
            self.stream(model, f"part:2 {EMAIL}", tools=[lookup])
        assert heard == [EMAIL] * 6, heard
        self.setting.upstream_saw_no(EMAIL)

    def cancelled(self):
        async def leaving(model, text):
            async with Agent(model).run_stream(text) as result:
                async for _ in result.stream_text(delta=True, debounce_by=None):
                    return

        for model in self.models():
            self.setting.cancels(lambda text: self.loop.run(leaving(model, text)))

    def many(self):
        async def all_of_them():
            agents = [Agent(model) for model in self.models()]

            async def one(number):
                result = await agents[number % len(agents)].run(f"number {number}")
                assert result.output == f"You wrote: number {number}", result

            await asyncio.gather(*(one(number) for number in range(64)))

        self.loop.run(all_of_them())
