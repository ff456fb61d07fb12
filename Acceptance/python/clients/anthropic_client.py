"""`anthropic`: messages and the counting of tokens."""

import asyncio

import anthropic
from pydantic import BaseModel

from .common import CITY, CREDENTIAL, EMAIL, cut_off, masked, raises, refuses_more

TOOLS = [{"name": name, "description": "About a city.", "input_schema": CITY} for name in ("weather", "population")]


class City(BaseModel):
    name: str
    inhabitants: int


class Client:
    def __init__(self, setting):
        self.setting = setting
        self.options = {"base_url": setting.gateway, "api_key": setting.key, "max_retries": 0}
        self.client = anthropic.Anthropic(**self.options)

    def ask(self, text, model="claude-sonnet-5", **options):
        return self.client.messages.create(**self.asking(text, model), **options)

    @staticmethod
    def asking(text, model="claude-sonnet-5"):
        return {"model": model, "max_tokens": 100, "messages": [{"role": "user", "content": text}]}

    def final(self, text, model="claude-sonnet-5", **options):
        with self.client.messages.stream(**self.asking(text, model), **options) as stream:
            return stream.get_final_message()

    def plain(self):
        answer = self.ask("Good morning", system="Be brief.")
        assert (answer.content[0].text, answer.stop_reason) == ("You wrote: Good morning", "end_turn"), answer
        assert answer._request_id, "the library found no request-id"
        question = {key: value for key, value in self.asking("Good morning").items() if key != "max_tokens"}
        assert self.client.messages.count_tokens(**question).input_tokens == 4

    def streamed(self):
        with self.client.messages.stream(**self.asking("Good morning")) as stream:
            said = "".join(stream.text_stream)
            answer = stream.get_final_message()
        assert said == answer.content[0].text == "You wrote: Good morning", answer
        assert answer.stop_reason == "end_turn", answer
        kinds = [event.type for event in self.ask("Good morning", stream=True)]
        assert kinds[0] == "message_start" and kinds[-1] == "message_stop", kinds

    def tools(self):
        answer = self.ask("Paris", tools=TOOLS)
        call = answer.content[0]
        assert (answer.stop_reason, call.name, call.input) == ("tool_use", "weather", {"city": "Paris"}), answer
        said = self.client.messages.create(model="claude-sonnet-5", max_tokens=100, tools=TOOLS, messages=[
            {"role": "user", "content": "Paris"}, {"role": "assistant", "content": [call.model_dump(exclude_none=True)]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "sunny"}]}])
        assert said.content[0].text == "The tool said: sunny", said

    def streamed_tools(self):
        answer = self.final("Paris", tools=TOOLS)
        assert (answer.stop_reason, answer.content[0].input) == ("tool_use", {"city": "Paris"}), answer

    def parallel_tools(self):
        for answer in (self.ask("play:each Paris", tools=TOOLS), self.final("play:each Paris", tools=TOOLS)):
            told = [(block.name, block.input) for block in answer.content]
            assert told == [(name, {"city": "Paris"}) for name in ("weather", "population")], answer

    def json_schema(self):
        answer = self.client.messages.parse(**self.asking("Paris"), output_format=City)
        assert answer.parsed_output == City(name="Paris", inhabitants=36), answer

    def usage(self):
        answer = self.ask("hello")
        assert (answer.usage.input_tokens, answer.usage.output_tokens) == (7, 3), answer

    def streamed_usage(self):
        answer = self.final("hello")
        assert (answer.usage.input_tokens, answer.usage.output_tokens) == (7, 3), answer

    def errors(self):
        raises(anthropic.NotFoundError, lambda: self.ask("hello", "unknown"), status_code=404)
        error = raises(anthropic.RateLimitError, lambda: self.ask("play:status-429 x", "claude-faulty"), status_code=429)
        assert error.response.headers["retry-after"] == "7" and "secret words" not in str(error), error
        assert error.request_id == error.body["request_id"], error
        raises(anthropic.InternalServerError, lambda: self.ask("play:status-500 x", "claude-faulty"), status_code=500)
        raises(anthropic.OverloadedError, lambda: self.ask("play:status-529 x", "claude-faulty"))
        too_large = {**self.asking("hello"), "system": "a" * (1 << 20)}
        raises(anthropic.APIStatusError, lambda: self.client.messages.create(**too_large), status_code=413)
        raises(anthropic.AuthenticationError, self.asking_as("gov_nobody"), status_code=401)
        error = raises(anthropic.PermissionDeniedError, self.asking_as(self.setting.narrow), status_code=403)
        assert error.body["error"]["type"] == "permission_error", error
        error = refuses_more(anthropic.RateLimitError, self.asking_as(self.setting.poor))
        assert error.body["error"]["type"] == "rate_limit_error" and int(error.response.headers["retry-after"]) <= 61, error
        for fault in ("broken", "cut-off", "failing"):
            raises(anthropic.APIStatusError, lambda: self.final(f"play:{fault} one two three four five", "claude-faulty"))

    def asking_as(self, key):
        client = anthropic.Anthropic(**{**self.options, "api_key": key})
        return lambda: client.messages.create(**self.asking("hello"))

    def blocked(self):
        for options in ({}, {"stream": True}):
            error = raises(anthropic.BadRequestError, lambda: self.ask(f"key {CREDENTIAL}", **options))
            assert error.body["error"]["code"] == "content_filter" and "ghp_" not in str(error), error
            assert error.response.headers["x-should-retry"] == "false", error
        self.setting.upstream_saw_no("ghp_")

    def held(self):
        self.setting.holds(lambda text: self.ask(text).content[0].text, anthropic.PermissionDeniedError)
        self.setting.holds(lambda text: self.final(text).content[0].text, anthropic.PermissionDeniedError)

    def blocked_in_stream(self):
        raises(anthropic.BadRequestError, lambda: self.ask("play:secret x"))
        answer = self.final("play:secret x")
        cut_off(answer.content[0].text)
        assert answer.stop_reason == "refusal", answer

    def restored(self):
        said = self.ask(f"Mail {EMAIL} please").content[0].text
        assert said == f"You wrote: Mail {EMAIL} please", said
        masked(self.ask("play:mail x").content[0].text)
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_stream(self):
        for part in (1, 3, 0):
            said = self.final(f"part:{part} Mail {EMAIL} please").content[0].text
            assert said == f"You wrote: Mail {EMAIL} please", said
            masked(self.final(f"part:{part} play:mail x").content[0].text)
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_arguments(self):
        for answer in (self.ask(EMAIL, tools=TOOLS), self.final(f"part:2 {EMAIL}", tools=TOOLS)):
            assert answer.content[0].input == {"city": EMAIL}, answer
        self.setting.upstream_saw_no(EMAIL)

    def cancelled(self):
        def leave(text):
            stream = self.ask(text, stream=True)
            for _ in range(6):
                next(stream)
            stream.close()

        self.setting.cancels(leave)

    def many(self):
        async def all_of_them():
            async with anthropic.AsyncAnthropic(**self.options) as client:
                async def one(number):
                    async with client.messages.stream(**self.asking(f"pace:5 number {number}")) as stream:
                        answer = await stream.get_final_message()
                    assert answer.content[0].text == f"You wrote: number {number}", answer

                await asyncio.gather(*(one(number) for number in range(64)))

        asyncio.run(all_of_them())
