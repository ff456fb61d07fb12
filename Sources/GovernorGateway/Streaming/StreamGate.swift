import GovernorCore
import GovernorDialects

/// Why a streamed answer cannot be passed on.
enum StreamFailure: Error, Hashable {
    /// What the server sends is no stream of its dialect, or cannot be said in the client's.
    case malformed
    /// The server says that it failed.
    case reported
    /// The stream ended without saying so.
    case cutOff
}

/// Lets the events of a streamed answer through as far as its texts may go on.
///
/// Events leave in their order. Those that say that the answer is complete stay until the decision about all of it is
/// made and recorded.
struct StreamGate: Sendable {
    /// An event that waits.
    private struct Waiting: Sendable {
        let event: StreamEvent
        /// How each of its texts leaves.
        let texts: [Passage]
    }

    /// How a text of an event leaves.
    private enum Passage: Sendable {
        /// As what its lane holds up to an offset.
        case upTo(Int, of: Lane)
        /// As all of its lane.
        case all(of: Lane)
        /// As it is: it has been let through before.
        case unchanged
    }

    private(set) var output: OutputGuard
    private var reader: any StreamReader
    private var parser = ServerSentEventParser()
    private var waiting: [Waiting] = []
    /// Events that say that something is complete.
    private var stops: [Waiting] = []
    /// Strings beside the answer's texts that have been let through: servers repeat them in every event.
    private var known: Set<ExactString> = []
    private(set) var hasEnded = false
    /// Whether the decision about the answer has been made.
    private(set) var isDecided = false
    private(set) var usage: TokenUsage?
    /// The model that the server says is answering.
    private(set) var model: String?

    init(_ reader: any StreamReader, _ output: OutputGuard) {
        self.reader = reader
        self.output = output
    }

    /// Takes bytes from the server; returns those that may leave.
    mutating func append(_ bytes: some Sequence<UInt8>) throws(StreamFailure) -> [UInt8] {
        let messages: [ServerSentEvent]
        do { messages = try parser.append(bytes) } catch { throw .malformed }
        for message in messages where !hasEnded && !output.hasRefused {
            let event: StreamEvent
            do { event = try reader.read(message) } catch { throw .malformed }
            guard event.kind != .failure else { throw .reported }
            take(event)
        }
        return try release()
    }

    /// Decides about the answer, which has ended or was refused.
    ///
    /// - Returns: The decision, what may leave before it is recorded, and what leaves after.
    /// - Throws: ``StreamFailure/cutOff`` where there is no last event.
    mutating func finish() throws(StreamFailure) -> (decision: Decision, before: [UInt8], after: [UInt8]) {
        guard output.hasRefused || hasEnded else { throw .cutOff }
        let decision = output.finish()
        let before = try release()
        guard output.hasRefused else {
            var after: [UInt8] = []
            for stop in stops { after += try leave(stop) }
            return (decision, before, after)
        }
        let refusal = Refusal(message: decision.reasons.joined(separator: "; "))
        return (decision, before + (try leaveInPart()), reader.refusal(refusal).flatMap(\.bytes))
    }

    /// Decides about what there is of an answer that nobody will see the rest of.
    mutating func abandon() -> Decision { output.finish() }

    /// What tells the client that the answer failed.
    func failure(_ message: String, code: String) -> [UInt8] { reader.failure(message, code: code).flatMap(\.bytes) }

    /// Says that the server has closed the connection: in a dialect without a last event the answer is complete.
    mutating func close(endsStream: Bool) {
        if endsStream, !parser.hasRest { hasEnded = true }
    }

    private mutating func take(_ event: StreamEvent) {
        model = event.model ?? model
        if let later = event.usage { usage = usage?.updated(by: later) ?? later }
        let waiter = Waiting(event: event, texts: event.texts.map { take($0) })
        switch event.kind {
        case .content where stops.isEmpty || !event.texts.isEmpty: waiting.append(waiter)
        // What has no text of its own keeps its place behind what it follows.
        case .content, .stop: stops.append(waiter)
        case .end, .failure:
            stops.append(waiter)
            hasEnded = true
        }
    }

    private mutating func take(_ text: AnswerText) -> Passage {
        switch text.kind {
        case .delta: return .upTo(output.append(text.text, to: text.lane), of: text.lane)
        case .whole where output.end(text.lane, as: text.text): return .all(of: text.lane)
        case .whole, .alone:
            guard !known.contains(ExactString(text.text)) else { return .unchanged }
            return .upTo(output.append(alone: text.text, to: .rest), of: .rest)
        }
    }

    private mutating func release() throws(StreamFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var count = 0
        while count < waiting.count, mayLeave(waiting[count]) {
            bytes += try leave(waiting[count])
            count += 1
        }
        waiting.removeFirst(count)
        return bytes
    }

    private func mayLeave(_ waiter: Waiting) -> Bool {
        waiter.texts.allSatisfy { passage in
            switch passage {
            case .upTo(let end, let lane): output.limit(of: lane) >= end
            case .all(let lane): output.limit(of: lane) >= output.length(of: lane)
            case .unchanged: true
            }
        }
    }

    private mutating func leave(_ waiter: Waiting) throws(StreamFailure) -> [UInt8] {
        var replaced: [JSONPointer: String] = [:]
        for (text, passage) in zip(waiter.event.texts, waiter.texts) {
            let leaving = leave(text.text, by: passage)
            if !leaving.isExactly(text.text) { replaced[text.pointer] = leaving }
        }
        do { return try reader.write(waiter.event, replacing: replaced).flatMap(\.bytes) } catch { throw .malformed }
    }

    private mutating func leave(_ text: String, by passage: Passage) -> String {
        switch passage {
        case .unchanged: return text
        case .all(let lane): return output.passedOn(lane)
        case .upTo(let end, let lane):
            let leaving = output.release(lane, upTo: end)
            guard lane == .rest else { return leaving }
            let alone = String(leaving.dropLast())
            if alone.isExactly(text), known.count < Self.knownLimit { known.insert(ExactString(text)) }
            return alone
        }
    }

    /// What of the first event that waits may leave when no more of the answer will.
    private mutating func leaveInPart() throws(StreamFailure) -> [UInt8] {
        guard let waiter = waiting.first else { return [] }
        var passages = waiter.texts
        for (place, passage) in passages.enumerated() {
            guard case .upTo(let end, let lane) = passage, lane != .rest else { continue }
            passages[place] = .upTo(min(end, output.limit(of: lane)), of: lane)
        }
        let part = Waiting(event: waiter.event, texts: passages)
        return mayLeave(part) ? try leave(part) : []
    }

    /// The most strings that are remembered as let through.
    private static let knownLimit = 64
}

extension Lane {
    /// Where strings beside an answer's own texts are judged, one after another.
    static let rest = Lane(choice: -1, name: "other")
}
