"""`langchain-openai` and `langchain-anthropic`: what their chat models have in common, and where they differ."""

import asyncio
import json
from functools import reduce
from operator import add

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from pydantic import BaseModel

from .common import CREDENTIAL, EMAIL, cut_off, masked, raises, refuses_more


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return "sunny"


@tool
def population(city: str) -> str:
    """How many live in a city."""
    return "many"


class City(BaseModel):
    """A city."""

    name: str
    inhabitants: int


class ChatModel:
    """The checks; `model(**options)` makes a chat model."""

    library = refused = faulty = None

    def __init__(self, setting):
        self.setting = setting
        self.chat = self.model()

    @staticmethod
    def text(message):
        return message.text if isinstance(message.text, str) else message.text()

    def joined(self, text, chat=None):
        return reduce(add, (chat or self.chat).stream(text))

    def plain(self):
        assert self.text(self.chat.invoke("Good morning")) == "You wrote: Good morning"

    def streamed(self):
        assert self.text(self.joined("Good morning")) == "You wrote: Good morning"

    def tools(self):
        chat = self.chat.bind_tools([weather, population])
        asked = chat.invoke("Paris")
        call = asked.tool_calls[0]
        assert (call["name"], call["args"]) == ("weather", {"city": "Paris"}), asked
        said = chat.invoke([HumanMessage("Paris"), asked, ToolMessage("sunny", tool_call_id=call["id"])])
        assert self.text(said) == "The tool said: sunny", said

    def streamed_tools(self):
        asked = self.joined("Paris", self.chat.bind_tools([weather, population]))
        assert asked.tool_calls[0]["args"] == {"city": "Paris"}, asked

    def parallel_tools(self):
        chat = self.chat.bind_tools([weather, population])
        for asked in (chat.invoke("play:each Paris"), self.joined("play:each Paris", chat)):
            told = [(call["name"], call["args"]) for call in asked.tool_calls]
            assert told == [(name, {"city": "Paris"}) for name in ("weather", "population")], asked

    def json_schema(self):
        for method in ("json_schema", "function_calling"):
            assert self.chat.with_structured_output(City, method=method).invoke("Paris") == City(
                name="Paris", inhabitants=36)

    def usage(self):
        assert self.chat.invoke("hello").usage_metadata["output_tokens"] == 3

    def streamed_usage(self):
        assert self.joined("hello").usage_metadata["output_tokens"] == 3

    def blocked(self):
        for ask in (self.chat.invoke, self.joined):
            error = raises(self.library.BadRequestError, lambda: ask(f"key {CREDENTIAL}"))
            assert "content_filter" in json.dumps(error.body) and "ghp_" not in str(error), error
        self.setting.upstream_saw_no("ghp_")

    def held(self):
        for ask in (self.chat.invoke, self.joined):
            self.setting.holds(lambda text: self.text(ask(text)), self.library.PermissionDeniedError)

    def blocked_in_stream(self):
        message = self.joined("play:secret x")
        cut_off(self.text(message))
        assert self.refused in message.response_metadata.values(), message

    def restored(self):
        said = self.text(self.chat.invoke(f"Mail {EMAIL} please"))
        assert said == f"You wrote: Mail {EMAIL} please", said
        masked(self.text(self.chat.invoke("play:mail x")))
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_stream(self):
        said = self.text(self.joined(f"part:3 Mail {EMAIL} please"))
        assert said == f"You wrote: Mail {EMAIL} please", said
        masked(self.text(self.joined("part:3 play:mail x")))
        self.setting.upstream_saw_no(EMAIL)

    def restored_in_arguments(self):
        asked = self.joined(f"part:2 {EMAIL}", self.chat.bind_tools([weather]))
        assert asked.tool_calls[0]["args"] == {"city": EMAIL}, asked
        self.setting.upstream_saw_no(EMAIL)

    def errors(self):
        raises(self.library.NotFoundError, lambda: self.model(model="unknown").invoke("hello"))
        faulty = self.model(model=self.faulty)
        raises(self.library.RateLimitError, lambda: faulty.invoke("play:status-429 x"))
        raises(self.library.InternalServerError, lambda: faulty.invoke("play:status-500 x"))
        for fault in ("broken", "cut-off", "failing"):
            raises(self.library.APIError, lambda: self.joined(f"play:{fault} one two three four five", faulty))
        raises(self.library.AuthenticationError, lambda: self.model(api_key="gov_nobody").invoke("hello"))
        raises(self.library.PermissionDeniedError, lambda: self.model(api_key=self.setting.narrow).invoke("hello"))
        refuses_more(self.library.RateLimitError, lambda: self.model(api_key=self.setting.poor).invoke("hello"))

    def cancelled(self):
        def leave(text):
            stream = self.chat.stream(text)
            for _ in range(6):
                next(stream)
            stream.close()

        self.setting.cancels(leave)

    def many(self):
        async def one(number):
            said = self.text(reduce(add, [chunk async for chunk in self.chat.astream(f"pace:5 number {number}")]))
            assert said == f"You wrote: number {number}", said

        async def all_of_them():
            await asyncio.gather(*(one(number) for number in range(64)))

        asyncio.run(all_of_them())
