"""Asks the demo model through the gateway with OpenAI's own library, changed in nothing but its address and key.

usage: check_openai.py GATEWAY_URL
"""

import asyncio
import sys

import openai

BASE = {"base_url": f"{sys.argv[1]}/v1", "api_key": "unused-without-auth"}
client = openai.OpenAI(**BASE)


def ask(text, model="demo", **options):
    return client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": text}], **options
    )


def streamed(stream):
    chunks = [chunk for chunk in stream if chunk.choices]
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    return text, [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices[0].finish_reason]


def refused(error, code, **options):
    try:
        ask(**options)
    except error as raised:
        assert raised.code == code, raised
        return
    raise AssertionError(f"no {error.__name__}")


answer = ask("Good morning").choices[0]
assert (answer.finish_reason, answer.message.content.endswith("You wrote: Good morning")) == ("stop", True), answer
text, finish = streamed(ask("Good morning", stream=True))
assert (text, finish) == (answer.message.content, ["stop"]), (text, finish)
raw = client.chat.completions.with_raw_response.create(
    model="demo", messages=[{"role": "user", "content": "Good morning"}]
)
assert len(raw.headers["governor-receipt"]) == 36, raw.headers

refused(openai.BadRequestError, "content_filter", text="Email me at user@example.com")
refused(openai.BadRequestError, "content_filter", text="Email me at user@example.com", stream=True)
try:
    client.chat.completions.create(model="demo", messages=[{"role": "user", "content": [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]}])
    raise AssertionError("a picture was let through")
except openai.BadRequestError as raised:
    assert raised.code == "unread_content", raised


async def many():
    async with openai.AsyncOpenAI(**BASE) as client:
        async def one(number):
            stream = await client.chat.completions.create(
                model="demo", stream=True, messages=[{"role": "user", "content": f"number {number}"}]
            )
            chunks = [chunk async for chunk in stream]
            text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
            assert text.endswith(f"number {number}"), text

        await asyncio.gather(*(one(number) for number in range(64)))


asyncio.run(many())
