import GovernorDialects
import Testing

@Suite struct ServerSentEventTests {
    @Test(arguments: [1, 2, 3, 7, 1000])
    func `events are the same however the stream is cut`(size: Int) throws {
        let stream = Array(
            "\u{FEFF}: hello\r\nevent: ping\r\ndata: {}\r\n\r\ndata: a\ndata:b\n\ndata\n\nid: 7\nretry: 5\n\ndata: ä€\r\rx"
                .utf8)
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            events += try parser.append(stream[start..<min(start + size, stream.count)])
        }
        #expect(
            events == [
                ServerSentEvent(name: "ping", data: "{}"), ServerSentEvent(data: "a\nb"), ServerSentEvent(data: ""),
                ServerSentEvent(data: "ä€"),
            ])
        #expect(parser.hasRest)
    }

    @Test func `an event that is written is read again`() throws {
        for event in [
            ServerSentEvent(name: "message_start", data: "{\"a\":1}"), ServerSentEvent(data: ""),
            ServerSentEvent(data: "a\n\nb"),
        ] {
            var parser = ServerSentEventParser()
            #expect(try parser.append(event.bytes) == [event])
            #expect(!parser.hasRest)
        }
    }

    @Test func `an event beyond the limit is refused`() {
        var parser = ServerSentEventParser(limit: 8)
        #expect(throws: ServerSentEventParser.Failure.tooLong(limit: 8)) {
            try parser.append(Array("data: abcdef".utf8))
        }
    }

    @Test func `bytes that are no text are refused`() {
        var parser = ServerSentEventParser()
        #expect(throws: ServerSentEventParser.Failure.notUTF8) {
            try parser.append(Array("data: ".utf8) + [0xFF, 10, 10])
        }
    }
}
