import GovernorCore
import Logging

/// Writes log events as one line each: a JSON object for machines, or a short line for people.
///
/// A JSON line has `time`, `level`, `message`, `logger` and `error` of its own; metadata stands beside them and cannot
/// replace them.
struct ServerLogHandler: LogHandler {
    /// Takes a finished line, newline included.
    typealias Output = @Sendable (String) -> Void

    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let label: String
    private let format: ServeConfiguration.LogFormat
    private let clock: WallClock
    private let output: Output

    /// Creates a handler.
    init(
        label: String, level: Logger.Level, format: ServeConfiguration.LogFormat,
        clock: @escaping WallClock = Timestamp.now,
        output: @escaping Output
    ) {
        self.label = label
        logLevel = level
        self.format = format
        self.clock = clock
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let fields = all.sorted { $0.key < $1.key }
        switch format {
        case .json: output(json(event, fields))
        case .text: output(text(event, fields))
        }
    }

    private func json(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        var line: JSONObject = [
            "time": .string(clock().description), "level": .string(event.level.rawValue),
            "message": .string(event.message.description), "logger": .string(label),
        ]
        if let error = event.error { line["error"] = .string(Self.describe(error)) }
        for (key, value) in fields where line[key] == nil { line[key] = Self.json(value) }
        return JSONValue.object(line).compactText + "\n"
    }

    private func text(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let error = event.error.map { " error=\(Self.describe($0))" } ?? ""
        let pairs = fields.map { " \($0.key)=\(Self.json($0.value).compactText)" }.joined()
        return "\(clock()) \(event.level.rawValue) \(event.message)\(error)\(pairs)\n"
    }

    /// Our own errors say nothing that must not be logged; of others only the type is known to be harmless.
    private static func describe(_ error: any Error) -> String {
        (error as? any GovernorError).map { "\($0.code): \($0.message)" } ?? "\(type(of: error))"
    }

    private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value): .string(value.description)
        case .array(let elements): .array(elements.map(json))
        case .dictionary(let members):
            .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
        }
    }
}

extension LogOptions {
    /// A logger on standard error.
    func logger(_ label: String) -> Logger {
        var logger = Logger(label: label) { label in
            ServerLogHandler(label: label, level: level.logLevel, format: format) { line in
                // A log that cannot be written must not stop the service it tells about.
                try? StandardStream.error.write(line)
            }
        }
        logger.logLevel = level.logLevel
        return logger
    }
}

extension ServeConfiguration.LogLevel {
    fileprivate var logLevel: Logger.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
