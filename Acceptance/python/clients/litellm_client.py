"""`litellm` as a client library, in OpenAI's form and in Anthropic's."""

import asyncio
import json
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the network for prices when it is imported
import litellm

from .common import CITY, CREDENTIAL, EMAIL, cut_off, masked, raises, refuses_more

TOOLS = [{"type": "function", "function": {"name": name, "description": "About a city.", "parameters": CITY}}
         for name in ("weather", "population")]
MODELS = ("openai/gpt-4o", "anthropic/claude-sonnet-5")
FAULTS = (litellm.APIError, litellm.APIConnectionError, litellm.exceptions.MidStreamFallbackError)
SCHEMA = {"type": "json_schema", "json_schema": {"name": "City", "strict": True, "schema": CITY}}


class Client:
    def __init__(self, setting):
        self.setting = setting
        litellm.suppress_debug_info = True
        litellm.telemetry = False

    def options(self, text, model="openai/gpt-4o"):
        base = self.setting.gateway + ("/v1" if model.startswith("openai/") else "")
        return {"model": model, "messages": [{"role": "user", "content": text}], "base_url": base,
                "api_key": self.setting.key, "max_retries": 0, "num_retries": 0}

    def ask(self, text, model="openai/gpt-4o", **options):
        return litellm.completion(**self.options(text, model), **options)

    def joined(self, text, model="openai/gpt-4o", **options):
        chunks = list(self.ask(text, model, stream=True, **options))
        said = "".join(one.delta.content or "" for chunk in chunks for one in chunk.choices)
        return said, [one.finish_reason for chunk in chunks for one in chunk.choices if one.finish_reason], chunks

    def plain(self):
        for model in MODELS:
            answer = self.ask("Good morning", model).choices[0]
            assert (answer.message.content, answer.finish_reason) == ("You wrote: Good morning", "stop"), answer
        answer = litellm.embedding(model="openai/text-1", input=["one"], api_base=f"{self.setting.gateway}/v1",
                                   api_key=self.setting.key)
        assert answer.data[0]["embedding"] == [0.5, -0.25, 1.0], answer

    def streamed(self):
        for model in MODELS:
            said, finish, _ = self.joined("Good morning", model)
            assert (said, finish) == ("You wrote: Good morning", ["stop"]), (said, finish)

    def tools(self):
        for model in MODELS:
            answer = self.ask("Paris", model, tools=TOOLS).choices[0]
            call = answer.message.tool_calls[0]
            assert (answer.finish_reason, call.function.name) == ("tool_calls", "weather"), answer
            assert json.loads(call.function.arguments) == {"city": "Paris"}, call

    def built(self, text, model, **options):
        """The message that a stream comes to."""
        return litellm.stream_chunk_builder(self.joined(text, model, **options)[2]).choices[0].message

    def streamed_tools(self):
        for model in MODELS:
            call = self.built("Paris", model, tools=TOOLS).tool_calls[0]
            assert json.loads(call.function.arguments) == {"city": "Paris"}, call

    def parallel_tools(self):
        for model in MODELS:
            whole = self.ask("play:each Paris", model, tools=TOOLS).choices[0].message
            for message in (whole, self.built("play:each Paris", model, tools=TOOLS)):
                told = [(call.function.name, json.loads(call.function.arguments)) for call in message.tool_calls]
                assert told == [(name, {"city": "Paris"}) for name in ("weather", "population")], message

    def json_schema(self):
        for model in MODELS:
            answer = self.ask("Paris", model, response_format=SCHEMA).choices[0].message.content
            assert json.loads(answer) == {"city": "Paris"}, answer

    def several_choices(self):
        said = [choice.message.content for choice in self.ask("hello", n=2).choices]
        assert said == ["Choice 0. You wrote: hello", "Choice 1. You wrote: hello"], said

    def usage(self):
        assert [self.ask("hello", model).usage.completion_tokens for model in MODELS] == [3, 3]

    def streamed_usage(self):
        for model in MODELS:
            chunks = self.joined("hello", model, stream_options={"include_usage": True})[2]
            assert chunks[-1].usage.completion_tokens == 3, chunks[-1]

    def errors(self):
        for model in MODELS:
            unknown = model.split("/")[0] + "/unknown"
            faulty = model.split("-")[0] + "-faulty"
            raises(litellm.NotFoundError, lambda: self.ask("hello", unknown))
            raises(litellm.RateLimitError, lambda: self.ask("play:status-429 x", faulty))
            raises(litellm.InternalServerError, lambda: self.ask("play:status-500 x", faulty))
            for fault in ("broken", "cut-off", "failing"):
                raises(FAULTS, lambda: self.joined(f"play:{fault} one two three four five", faulty))
            raises(litellm.AuthenticationError, self.asking_as("gov_nobody", model))
            # In OpenAI's form the library has no class of its own for it.
            raises((litellm.PermissionDeniedError, litellm.APIError), self.asking_as(self.setting.narrow, model),
                   status_code=403)
            refuses_more(litellm.RateLimitError, self.asking_as(self.setting.poor, model))

    def asking_as(self, key, model):
        return lambda: litellm.completion(**{**self.options("hello", model), "api_key": key})

    def blocked(self):
        for options in ({}, {"stream": True}):
            for model in MODELS:
                try:
                    list(self.ask(f"key {CREDENTIAL}", model, **options))
                    raise AssertionError("a credential was let through")
                except litellm.BadRequestError as error:
                    assert "a credential" in str(error), error
        self.setting.upstream_saw_no("ghp_")

    def held(self):
        for model in MODELS:
            self.setting.holds(lambda text: self.ask(text, model).choices[0].message.content,
                               (litellm.PermissionDeniedError, litellm.APIError))

    def blocked_in_stream(self):
        for model in MODELS:
            said, finish, _ = self.joined("play:secret x", model)
            cut_off(said)
            assert finish == ["content_filter"], finish

    def restored(self):
        for model in MODELS:
            said = self.ask(f"Mail {EMAIL} please", model).choices[0].message.content
            assert said == f"You wrote: Mail {EMAIL} please", said
            masked(self.ask("play:mail x", model).choices[0].message.content)
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_stream(self):
        for model in MODELS:
            said = self.joined(f"part:3 Mail {EMAIL} please", model)[0]
            assert said == f"You wrote: Mail {EMAIL} please", said
            masked(self.joined("part:3 play:mail x", model)[0])
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_arguments(self):
        for model in MODELS:
            call = self.built(f"part:2 {EMAIL}", model, tools=TOOLS).tool_calls[0]
            assert json.loads(call.function.arguments) == {"city": EMAIL}, call
        self.setting.upstream_saw_no(EMAIL)

    def cancelled(self):
        async def leaving(text):
            stream = await litellm.acompletion(**self.options(text), stream=True)
            for _ in range(3):
                await anext(stream)
            await stream.aclose()

        self.setting.cancels(lambda text: asyncio.run(leaving(text)))

    def many(self):
        async def one(number):
            stream = await litellm.acompletion(**self.options(f"pace:5 number {number}"), stream=True)
            said = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
            assert said == f"You wrote: number {number}", said

        async def all_of_them():
            await asyncio.gather(*(one(number) for number in range(64)))

        asyncio.run(all_of_them())
