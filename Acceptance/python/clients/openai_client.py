"""`openai`: chat completions, completions, embeddings, responses."""

import asyncio
import json

import openai
from pydantic import BaseModel

from .common import CITY, CREDENTIAL, EMAIL, cut_off, masked, raises, refuses_more

TOOLS = [{"type": "function", "function": {"name": name, "description": "About a city.", "parameters": CITY}}
         for name in ("weather", "population")]


class City(BaseModel):
    name: str
    inhabitants: int


class Client:
    def __init__(self, setting):
        self.setting = setting
        self.options = {"base_url": f"{setting.gateway}/v1", "api_key": setting.key, "max_retries": 0}
        self.client = openai.OpenAI(**self.options)

    def ask(self, text, model="gpt-4o", **options):
        return self.client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": text}], **options)

    def joined(self, text, choice=0, **options):
        chunks = list(self.ask(text, stream=True, **options))
        own = [one for chunk in chunks for one in chunk.choices if one.index == choice]
        said = "".join(one.delta.content or "" for one in own)
        return said, [one.finish_reason for one in own if one.finish_reason], chunks

    def respond(self, text, model="gpt-4o", **options):
        return self.client.responses.create(model=model, input=text, **options)

    def plain(self):
        answer = self.ask("Good morning").choices[0]
        assert (answer.message.content, answer.finish_reason) == ("You wrote: Good morning", "stop"), answer
        answer = self.client.completions.create(model="text-1", prompt="Good morning")
        assert answer.choices[0].text == "You wrote: Good morning", answer
        answer = self.respond("Good morning")
        assert (answer.output_text, answer.status) == ("You wrote: Good morning", "completed"), answer
        for form in ({}, {"encoding_format": "float"}):
            answer = self.client.embeddings.create(model="text-1", input=["one", "two"], **form)
            assert [one.embedding for one in answer.data] == [[0.5, -0.25, 1.0]] * 2, answer

    def streamed(self):
        said, finish, _ = self.joined("Good morning")
        assert (said, finish) == ("You wrote: Good morning", ["stop"]), (said, finish)
        chunks = list(self.client.completions.create(model="text-1", prompt="Good morning", stream=True))
        assert "".join(chunk.choices[0].text for chunk in chunks) == "You wrote: Good morning", chunks
        events = list(self.respond("Good morning", stream=True))
        told = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        assert told == "You wrote: Good morning", told
        assert events[-1].type == "response.completed" and events[-1].response.output_text == told, events[-1]
        with self.client.responses.stream(model="gpt-4o", input="Good morning") as stream:
            assert stream.get_final_response().output_text == told

    def tools(self):
        answer = self.ask("Paris", tools=TOOLS).choices[0]
        call = answer.message.tool_calls[0]
        assert answer.finish_reason == "tool_calls" and call.function.name == "weather", answer
        assert json.loads(call.function.arguments) == {"city": "Paris"}, call
        said = self.client.chat.completions.create(model="gpt-4o", tools=TOOLS, messages=[
            {"role": "user", "content": "Paris"}, answer.message.model_dump(exclude_none=True),
            {"role": "tool", "tool_call_id": call.id, "content": "sunny"}])
        assert said.choices[0].message.content == "The tool said: sunny", said
        tool = {"type": "function", "name": "weather", "parameters": CITY, "strict": True}
        first = self.respond("Paris", tools=[tool])
        call = first.output[0]
        assert json.loads(call.arguments) == {"city": "Paris"}, call
        said = self.client.responses.create(model="gpt-4o", tools=[tool], input=[
            {"role": "user", "content": "Paris"}, call.model_dump(),
            {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}])
        assert said.output_text == "The tool said: sunny", said

    def streamed_tools(self):
        with self.client.chat.completions.stream(
            model="gpt-4o", messages=[{"role": "user", "content": "Paris"}], tools=TOOLS
        ) as stream:
            call = stream.get_final_completion().choices[0].message.tool_calls[0]
        assert json.loads(call.function.arguments) == {"city": "Paris"}, call
        events = list(self.respond("Paris", stream=True, tools=[
            {"type": "function", "name": "weather", "parameters": CITY, "strict": True}]))
        assert json.loads(events[-1].response.output[0].arguments) == {"city": "Paris"}, events[-1]

    def parallel_tools(self):
        calls = self.ask("play:each Paris", tools=TOOLS).choices[0].message.tool_calls
        assert [call.function.name for call in calls] == ["weather", "population"], calls
        with self.client.chat.completions.stream(
            model="gpt-4o", messages=[{"role": "user", "content": "play:each play:braided Paris"}], tools=TOOLS
        ) as stream:
            calls = stream.get_final_completion().choices[0].message.tool_calls
        told = [(call.function.name, json.loads(call.function.arguments)) for call in calls]
        assert told == [(name, {"city": "Paris"}) for name in ("weather", "population")], told

    def json_schema(self):
        parsed = self.client.chat.completions.parse(
            model="gpt-4o", messages=[{"role": "user", "content": "Paris"}], response_format=City)
        assert parsed.choices[0].message.parsed == City(name="Paris", inhabitants=36), parsed
        parsed = self.client.responses.parse(model="gpt-4o", input="Paris", text_format=City)
        assert parsed.output_parsed == City(name="Paris", inhabitants=36), parsed

    def several_choices(self):
        said = [choice.message.content for choice in self.ask("hello", n=2).choices]
        assert said == ["Choice 0. You wrote: hello", "Choice 1. You wrote: hello"], said
        for choice in (0, 1):
            told, finish, _ = self.joined("hello", choice, n=2)
            assert (told, finish) == (f"Choice {choice}. You wrote: hello", ["stop"]), told

    def usage(self):
        assert self.ask("hello").usage.total_tokens == 6
        assert self.respond("hello").usage.input_tokens == 7

    def streamed_usage(self):
        chunks = self.joined("hello", stream_options={"include_usage": True})[2]
        assert chunks[-1].choices == [] and chunks[-1].usage.total_tokens == 6, chunks[-1]
        assert all(chunk.usage is None for chunk in chunks[:-1]), chunks

    def errors(self):
        raises(openai.NotFoundError, lambda: self.ask("hello", "unknown"), code="model_not_found", status_code=404)
        error = raises(openai.RateLimitError, lambda: self.ask("play:status-429 x", "gpt-faulty"), status_code=429)
        assert error.response.headers["retry-after"] == "7" and "secret words" not in str(error), error
        assert error.request_id == error.response.headers["x-request-id"], error
        raises(openai.InternalServerError, lambda: self.ask("play:status-500 x", "gpt-faulty"), status_code=500)
        raises(openai.InternalServerError, lambda: self.ask("hello", "lost"), status_code=502)
        raises(openai.AuthenticationError, self.asking_as("gov_nobody"), status_code=401)
        raises(openai.PermissionDeniedError, self.asking_as(self.setting.narrow), code="model_not_granted")
        error = refuses_more(openai.RateLimitError, self.asking_as(self.setting.poor))
        assert error.code == "rate_limit_exceeded" and int(error.response.headers["retry-after"]) <= 61, error
        for fault in ("broken", "cut-off", "failing"):
            text = f"play:{fault} one two three four five"
            raises(openai.APIError, lambda: self.joined(text, model="gpt-faulty"))
            raises(openai.APIError, lambda: list(self.respond(text, "gpt-faulty", stream=True)))

    def asking_as(self, key):
        client = openai.OpenAI(**{**self.options, "api_key": key})
        return lambda: client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "hello"}])

    def blocked(self):
        for options in ({}, {"stream": True}):
            error = raises(openai.BadRequestError, lambda: self.ask(f"key {CREDENTIAL}", **options), code="content_filter")
            assert error.response.headers["x-should-retry"] == "false" and "ghp_" not in str(error), error
            raises(openai.BadRequestError, lambda: self.respond(CREDENTIAL, **options), code="content_filter")
        self.setting.upstream_saw_no("ghp_")

    def held(self):
        self.setting.holds(lambda text: self.ask(text).choices[0].message.content, openai.PermissionDeniedError)
        self.setting.holds(lambda text: self.respond(text).output_text, openai.PermissionDeniedError)
        self.setting.holds(lambda text: self.joined(text)[0], openai.PermissionDeniedError)

    def blocked_in_stream(self):
        raises(openai.BadRequestError, lambda: self.ask("play:secret x"), code="content_filter")
        said, finish, _ = self.joined("play:secret x")
        cut_off(said)
        assert finish == ["content_filter"], finish
        events = list(self.respond("play:secret x", stream=True))
        cut_off("".join(event.delta for event in events if event.type == "response.output_text.delta"))
        assert events[-1].response.incomplete_details.reason == "content_filter", events[-1]

    def restored(self):
        said = self.ask(f"Mail {EMAIL} please").choices[0].message.content
        assert said == f"You wrote: Mail {EMAIL} please", said
        assert self.respond(f"Mail {EMAIL} please").output_text == said
        masked(self.ask("play:mail x").choices[0].message.content)
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_stream(self):
        for part in (1, 3, 0):
            said = self.joined(f"part:{part} Mail {EMAIL} please")[0]
            assert said == f"You wrote: Mail {EMAIL} please", said
            masked(self.joined(f"part:{part} play:mail x")[0])
        events = list(self.respond(f"part:2 Mail {EMAIL} please", stream=True))
        assert events[-1].response.output_text == f"You wrote: Mail {EMAIL} please", events[-1]
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_arguments(self):
        call = self.ask(f"part:2 {EMAIL}", tools=TOOLS).choices[0].message.tool_calls[0]
        assert json.loads(call.function.arguments) == {"city": EMAIL}, call
        with self.client.chat.completions.stream(
            model="gpt-4o", messages=[{"role": "user", "content": f"part:2 {EMAIL}"}], tools=TOOLS
        ) as stream:
            call = stream.get_final_completion().choices[0].message.tool_calls[0]
        assert json.loads(call.function.arguments) == {"city": EMAIL}, call
        self.setting.upstream_saw_no(EMAIL)

    def cancelled(self):
        def leave(text):
            stream = self.ask(text, stream=True)
            for _ in range(3):
                next(stream)
            stream.close()

        self.setting.cancels(leave)

    def many(self):
        async def all_of_them():
            async with openai.AsyncOpenAI(**self.options) as client:
                async def one(number):
                    stream = await client.chat.completions.create(
                        model="gpt-4o", stream=True, messages=[{"role": "user", "content": f"pace:5 number {number}"}])
                    chunks = [chunk async for chunk in stream]
                    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
                    assert said == f"You wrote: number {number}", said

                await asyncio.gather(*(one(number) for number in range(64)))

        asyncio.run(all_of_them())
