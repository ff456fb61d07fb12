import GovernorCore
import GovernorDialects
import Testing

/// What an answer says in each lane, streamed or not.
struct Transcript: Equatable {
    private(set) var lanes: [Lane: String] = [:]

    init(_ answer: ModelAnswer) { add(answer.texts) }

    /// Reads the data of events, each named by its `type`.
    init(_ dialect: Dialect, stream: [String]) throws {
        for event in try StreamRecord(dialect, stream).read { add(event.texts) }
    }

    private mutating func add(_ texts: [AnswerText]) {
        for text in texts {
            switch text.kind {
            case .delta: lanes[text.lane, default: ""] += text.text
            case .whole: lanes[text.lane] = text.text
            case .alone: break
            }
        }
    }

    subscript(choice: Int, name: String) -> String? {
        lanes.first { $0.key.choice == choice && $0.key.name == name }?.value
    }
}

/// Events that were read and written, and the reader that knows them.
struct StreamRecord {
    private(set) var reader: any StreamReader
    private(set) var read: [StreamEvent] = []

    init(_ dialect: Dialect, _ stream: [String], writing: Bool = true) throws {
        reader = try #require(dialect.streamReader())
        for data in stream {
            let event = try reader.read(ServerSentEvent(name: Self.name(of: data), data: data))
            if writing { #expect(try reader.write(event, replacing: [:]).map(\.data) == [JSONValue.compact(data)]) }
            read.append(event)
        }
    }

    private static func name(of data: String) -> String? { (try? JSONValue(parsing: data))?["type"]?.string }
}

extension JSONValue {
    /// A text without white space between its tokens, if it is JSON.
    static func compact(_ text: String) -> String { (try? JSONValue(parsing: text))?.compactText ?? text }
}

extension ServerSentEvent {
    var json: JSONValue { (try? JSONValue(parsing: data)) ?? .null }
}

extension ModelRequest {
    /// Every piece as `role: text`, in order.
    var said: [String] { pieces.map { "\($0.role.rawValue): \($0.text)" } }
}
