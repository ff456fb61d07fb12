import GovernorCore
import Logging
import Synchronization
import Testing

@testable import governor

/// The form of log lines.
struct ServerLogHandlerTests {
    private struct Leaky: Error { let text = "planted-secret" }

    private static func lines(
        _ format: ServeConfiguration.LogFormat, level: Logger.Level = .info, _ body: (inout Logger) -> Void
    ) -> [String] {
        let lines = Lines()
        var logger = Logger(label: "test") { label in
            ServerLogHandler(
                label: label, level: level, format: format, clock: { Timestamp(millisecondsSince1970: 0) },
                output: { lines.add($0) })
        }
        body(&logger)
        return lines.all
    }

    @Test func `a JSON line holds time, level, message, logger and metadata`() {
        let lines = Self.lines(.json) { logger in
            logger[metadataKey: "listener"] = "gateway"
            logger.info("request answered", metadata: ["status": "200", "ids": ["a", "b"]])
        }
        let expected =
            #"{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"request answered","logger":"test","#
            + #""ids":["a","b"],"listener":"gateway","status":"200"}"# + "\n"
        #expect(lines == [expected])
    }

    @Test func `a text line is short`() {
        let lines = Self.lines(.text) { $0.warning("slow", metadata: ["seconds": "3"]) }
        #expect(lines == ["1970-01-01T00:00:00.000Z warning slow seconds=\"3\"\n"])
    }

    @Test func `line breaks and quotes cannot forge a line or a field`() throws {
        let lines = Self.lines(.json) {
            $0.info("a", metadata: ["x": "\",\"level\":\"error\"\n{}", "level": "forged"])
        }
        #expect(lines.count == 1 && lines[0].filter { $0 == "\n" }.count == 1)
        let object = try JSONValue(parsing: String(lines[0].dropLast()))
        #expect(object["level"] == "info")
    }

    @Test func `of a foreign error only the type is logged`() {
        let lines = Self.lines(.json) { $0.error("failed", error: Leaky()) }
        #expect(lines.count == 1 && lines[0].contains("Leaky") && !lines[0].contains("planted-secret"))
    }

    @Test func `what is below the level is not written`() {
        #expect(Self.lines(.json, level: .warning) { $0.info("quiet") }.isEmpty)
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }
}
