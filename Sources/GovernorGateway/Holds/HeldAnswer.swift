import GovernorCore
import GovernorDialects

/// An answer that was held and is let on.
struct GivenAnswer: Sendable {
    /// Its body, or all events of its stream.
    let bytes: [UInt8]
    let action: Action
    /// The record of what was decided about it.
    let receipt: UUIDv7

    /// The stream with its receipt.
    var events: [UInt8] { ServerSentEvent.comment("governor-receipt \(receipt)") + bytes }
}

/// An answer that waits for a review, as its client would get it.
struct HeldAnswer: Sendable {
    let dialect: Dialect
    let isStreamed: Bool
    /// The body, or all events of a stream.
    let bytes: [UInt8]

    /// A text of it and where it stands: a pointer into the body, or the name of a stream's text.
    struct Text: Sendable {
        let place: String
        let lane: Lane
        var text: String
    }

    /// Its texts in order; nil if it cannot be read.
    var texts: [Text]? {
        guard isStreamed else {
            return body.map { body in
                body.texts.filter(\.isEditable).map {
                    Text(place: $0.pointer.description, lane: $0.lane, text: $0.text)
                }
            }
        }
        guard let events = events?.flatMap(\.texts) else { return nil }
        var texts: [Text] = []
        for said in events where said.kind != .alone && said.isEditable {
            if let place = texts.firstIndex(where: { $0.lane == said.lane }) {
                if said.kind == .delta { texts[place].text += said.text }
            } else {
                texts.append(Text(place: Self.place(of: said.lane), lane: said.lane, text: said.text))
            }
        }
        return texts
    }

    /// The same with other texts at some places; nil if it cannot be read.
    func replacing(_ edits: [String: String]) -> HeldAnswer? {
        guard !edits.isEmpty else { return self }
        guard isStreamed else {
            guard let body else { return nil }
            var texts: [JSONPointer: String] = [:]
            for text in body.texts where text.isEditable { texts[text.pointer] = edits[text.pointer.description] }
            return HeldAnswer(
                dialect: dialect, isStreamed: false, bytes: body.bytes(replacing: texts))
        }
        guard let events, var reader = dialect.streamReader() else { return nil }
        var (bytes, begun): ([UInt8], Set<Lane>) = ([], [])
        for event in events {
            var texts: [JSONPointer: String] = [:]
            for said in event.texts where said.kind != .alone && said.isEditable {
                guard let edit = edits[Self.place(of: said.lane)] else { continue }
                // All of a new text is said where the old one began.
                texts[said.pointer] = begun.insert(said.lane).inserted || said.kind == .whole ? edit : ""
            }
            guard let written = try? reader.write(event, replacing: texts) else { return nil }
            bytes += written.flatMap(\.bytes)
        }
        return HeldAnswer(dialect: dialect, isStreamed: true, bytes: bytes)
    }

    /// What is decided about it; nil if it cannot be read.
    func judged(by output: OutputGuard) -> Decision? {
        var output = output
        guard isStreamed else {
            guard let body else { return nil }
            _ = output.take(body.texts) { lane, _ in lane.isToolName }
            let decision = output.finish()
            return output.isForeign ? nil : decision
        }
        guard let reader = dialect.streamReader() else { return nil }
        // What cannot be inspected was let pass before it was held.
        var gate = StreamGate(reader, output, unread: UnreadContent(answers: ["*"]))
        guard (try? gate.append(bytes)) != nil else { return nil }
        gate.close()
        return try? gate.finish().decision
    }

    private var body: ModelAnswer? {
        guard let json = try? JSONValue(parsing: bytes) else { return nil }
        return try? dialect.answer(json)
    }

    private var events: [StreamEvent]? {
        guard var reader = dialect.streamReader() else { return nil }
        var parser = ServerSentEventParser()
        return try? parser.append(bytes).map { try reader.read($0) }
    }

    private static func place(of lane: Lane) -> String { "\(lane.choice)/\(lane.name)" }
}

extension AnswerText {
    /// Whether a reviewer can put another text in its place: no name has one, and what is told of tokens goes by itself.
    fileprivate var isEditable: Bool { !isName && !lane.isOfTokens }
}
