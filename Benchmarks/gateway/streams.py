"""Paced streams: a server that writes a word at even distances, and clients that note when each arrives.

Every event carries the time at which it was written, so that a client knows how long after the newest event each word came:
what a gateway holds back leaves when a later event lets it go, and from then on every microsecond is the gateway's own.

usage: streams.py serve PORT | streams.py read URL KEY STREAMS WORDS PACE_MS | streams.py keep URL KEY STREAMS WORDS PACE_MS SECONDS

`read` opens streams once and tells how late their words came; `keep` opens another for each that has ended, until the time is up, and
tells how many came to their end.
"""

import asyncio
import bisect
import json
import sys
import time
from urllib.parse import urlsplit

WORD = "The plant is built in two steps, and its costs are reported every quarter to all who asked for it. ".split(" ")


async def serve(port):
    async def connection(reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
                               if line.startswith(b"content-length")), 0)
                body = await reader.readexactly(length)
                if not body:
                    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                    continue
                asked = json.loads(body)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
                begun = time.perf_counter()
                for number in range(asked["words"]):
                    await asyncio.sleep(max(0, begun + number * asked["pace_ms"] / 1000 - time.perf_counter()))
                    write(writer, chunk(number, asked["words"]))
                write(writer, b"data: [DONE]\n\n")
                writer.write(b"0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


def chunk(number, count):
    last = number == count - 1
    delta = {"content": f" {WORD[number % len(WORD)]}"}
    return b"data: " + json.dumps({
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000, "model": "m", "number": number,
        "sent_at": time.time(), "choices": [{"index": 0, "delta": delta, "finish_reason": "stop" if last else None}],
    }, separators=(",", ":")).encode() + b"\n\n"


def write(writer, data):
    writer.write(b"%x\r\n%s\r\n" % (len(data), data))


async def read(url, key, words, pace_ms):
    """One stream: for each word how long after the newest event of the server it came, in seconds."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    body = json.dumps({"model": "m", "stream": True, "words": words, "pace_ms": pace_ms,
                       "messages": [{"role": "user", "content": "What did the board decide?"}]}).encode()
    begun = time.time()
    writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nhost: %s\r\nauthorization: Bearer %s\r\n"
                 b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                 % (where.netloc.encode(), key.encode(), len(body), body))
    sent, arrived, error = [], [], None
    status = (await reader.readline()).split()[1]
    while status == b"200" and not error and (line := await reader.readline()) and not line.startswith(b"data: [DONE]"):
        if line.startswith(b"data: "):
            event = json.loads(line[6:])
            error = event.get("error")
            if not error:
                arrived.append(time.time())
                sent.append(event["sent_at"])
    writer.close()
    return {"status": int(status), "begun": begun, "sent": sent, "arrived": arrived, "error": error}


def lags(stream):
    """Of each word: how long after the newest event that the server had written it came, in microseconds, and how many
    events it had waited for."""
    found = []
    for number, at in enumerate(stream["arrived"]):
        newest = bisect.bisect(stream["sent"], at) - 1
        found.append((round(1e6 * (at - stream["sent"][newest])), newest - number))
    return found


async def keep(url, key, streams, words, pace_ms, seconds):
    """As many streams at a time, begun at even distances within the time that one takes."""
    until = time.monotonic() + seconds
    counts = {"complete": 0, "broken": 0, "errors": {}}

    async def renewed(number):
        await asyncio.sleep(number * words * pace_ms / 1000 / streams)
        while time.monotonic() < until:
            stream = await read(url, key, words, pace_ms)
            counts["complete" if stream["status"] == 200 and len(stream["arrived"]) == words else "broken"] += 1
            if stream["error"]:
                code = stream["error"]["code"]
                counts["errors"][code] = counts["errors"].get(code, 0) + 1

    await asyncio.gather(*(renewed(number) for number in range(streams)))
    print(json.dumps(counts))


async def main():
    if sys.argv[1] == "serve":
        return await serve(int(sys.argv[2]))
    url, key, streams, words, pace = sys.argv[2], sys.argv[3], *map(int, sys.argv[4:7])
    if sys.argv[1] == "keep":
        return await keep(url, key, streams, words, pace, int(sys.argv[7]))

    async def late(number):
        await asyncio.sleep(number * pace / 1000 / streams)
        return await read(url, key, words, pace)
    found = await asyncio.gather(*(late(number) for number in range(streams)))
    # The last word says that the answer is complete, which waits until its record is durable.
    told = [lags(stream)[:-1] for stream in found if stream["status"] == 200 and len(stream["arrived"]) == words]
    print(json.dumps({
        "streams": streams, "complete": len(told), "first_us": [one[0][0] for one in told],
        "words_us": [lag for one in told for lag, _ in one], "held_events": [held for one in told for _, held in one]}))


if __name__ == "__main__":
    asyncio.run(main())
