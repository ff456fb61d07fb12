"""A server of language models that is none: it repeats what it is asked, or does what the asking text directs.

usage: mock_upstream.py [PORT]      prints its address when it listens; a free port without one

It speaks OpenAI's chat completions, completions, embeddings and responses, Anthropic's messages, and the reference system's
completion. Words of the last user text direct it: `play:mail`, `play:secret`, `play:long` (what it says), `play:each` (calls
every tool), `play:braided` (mixes what grows side by side), `play:extras` (fields that nobody knows), `play:sound` (what is
no text), `play:status-429` (errors), `play:broken`, `play:cut-off`, `play:failing`, `play:html` (faults), `cut:1` (bytes in a
write), `part:3` (characters in a delta), `pace:20` (milliseconds between events). `GET /requests` lists what it was sent, and when which connection was closed on it.
"""

import asyncio
import json
import sys
import time

from mock import anthropic_forms, openai_forms, reference_form, responses_form
from mock.openai_forms import compact, encoded

FORMS = {form.path: form for form in (
    openai_forms.Chat, openai_forms.Completions, openai_forms.Embeddings, responses_form.Responses,
    reference_form.Reference, anthropic_forms.Messages, anthropic_forms.CountTokens)}
FAILING = {responses_form.Responses: responses_form.failing, anthropic_forms.Messages: anthropic_forms.failing}

requests = []


async def connection(reader, writer):
    begun = b""
    try:
        while head := begun + await reader.readuntil(b"\r\n\r\n"):
            line, *fields = head.decode("latin-1").split("\r\n")[:-2]
            method, path, _ = line.split(" ")
            headers = {name.lower(): value.strip() for name, value in (field.split(":", 1) for field in fields)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            begun = b""
            if method == "GET":
                await plain(writer, 200, requests)
                continue
            record = {"path": path, "headers": headers, "body": json.loads(body), "closed_at": None}
            requests.append(record)
            answering = asyncio.create_task(answer(writer, path, record["body"], headers.get("accept")))
            reading = asyncio.create_task(reader.read(1))
            await asyncio.wait((answering, reading), return_when=asyncio.FIRST_COMPLETED)
            if reading.done() and (reading.exception() or not reading.result()):
                record["closed_at"] = time.time()
                answering.cancel()
                await asyncio.gather(answering, return_exceptions=True)
                return
            keeps_on = await answering
            reading.cancel()
            # What comes already is the beginning of the next request.
            begun = next((byte for byte in await asyncio.gather(reading, return_exceptions=True) if byte), b"")
            if isinstance(begun, BaseException):
                begun = b""
            if not keeps_on:
                return
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def answer(writer, path, body, accepted):
    """Answers one request; False when the connection must not be used again."""
    form = FORMS.get(path)
    if form is None:
        await plain(writer, 404, openai_forms.error(404, "no such path"))
        return True
    script = form.script(body)
    if script.status != 200:
        dialect = anthropic_forms if form.__module__.endswith("anthropic_forms") else openai_forms
        await plain(writer, script.status, dialect.error(script.status, "secret words of the server"),
                    {"retry-after": "7"} if script.status == 429 else {})
        return True
    if "html" in script.names:
        await plain(writer, 200, "<html>proxy error</html>", {"content-type": "text/html"})
        return True
    if not body.get("stream") and not (form is reference_form.Reference and accepted == "text/event-stream"):
        await plain(writer, 200, form.whole(body, script), cut=script.cut)
        return True
    return await stream(writer, form, body, script)


async def plain(writer, status, value, headers=None, cut=0):
    data = (value if isinstance(value, str) else compact(value)).encode()
    fields = {"content-type": "application/json", "content-length": len(data), "request-id": "req_mock"} | (headers or {})
    head = f"HTTP/1.1 {status} Mock\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    await write(writer, head.encode() + data, cut)


async def stream(writer, form, body, script):
    await write(writer, b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n", 0)
    events = list(form.events(body, script))
    fault = next((name for name in ("broken", "cut-off", "failing") if name in script.names), None)
    for number, (name, data) in enumerate(events[:len(events) * 2 // 3] if fault else events):
        await chunks(writer, encoded(name, data), script.cut)
        if script.pace:
            await asyncio.sleep(script.pace)
    if fault == "cut-off":
        return False
    if fault == "broken":
        await chunks(writer, b"data: {\"this is no JSON\n\n", 0)
    if fault == "failing":
        await chunks(writer, encoded(*FAILING.get(form, openai_forms.failing)(len(events))), 0)
    await write(writer, b"0\r\n\r\n", 0)
    return True


async def chunks(writer, data, cut):
    """Writes the bytes of an event, in HTTP chunks of `cut` bytes each, and each of those in a packet if the network likes."""
    for at in range(0, len(data), cut or len(data)):
        part = data[at:at + (cut or len(data))]
        await write(writer, b"%x\r\n%s\r\n" % (len(part), part), 0)


async def write(writer, data, cut):
    for at in range(0, len(data), cut or len(data)):
        writer.write(data[at:at + (cut or len(data))])
        await writer.drain()
        await asyncio.sleep(0)


async def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = await asyncio.start_server(connection, "127.0.0.1", port, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
