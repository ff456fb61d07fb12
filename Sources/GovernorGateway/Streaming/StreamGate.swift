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
    /// The answer holds what cannot be inspected and may not pass.
    case unread
    /// The policy masks a name of a member of the answer.
    case unmaskable
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

    private(set) var output: OutputGuard
    private var reader: any StreamReader
    private var parser = ServerSentEventParser()
    private var waiting: [Waiting] = []
    /// Events that say that something is complete.
    private var stops: [Waiting] = []
    /// Whether what comes keeps its place behind events that say that something is complete.
    private var keepsOrder = false
    private(set) var hasEnded = false
    /// What the server has said about its answer so far.
    private(set) var report = AnswerReport()

    /// What events call their model instead of what the server says; nil for what it says.
    private let shownModel: String?
    /// What may pass uninspected.
    private let unread: UnreadContent

    /// - Parameter usage: The tokens that the answer has taken, where they are known before it says so.
    init(
        _ reader: any StreamReader, _ output: OutputGuard, unread: UnreadContent = UnreadContent(),
        shownModel: String? = nil, usage: TokenUsage? = nil
    ) {
        report.add(model: nil, usage: usage)
        self.reader = reader
        self.unread = unread
        self.shownModel = shownModel
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
            guard !output.isForeign else { throw .malformed }
            report.isWithheld = unread.refusesAnswer(event.unread)
            guard !report.isWithheld else { throw .unread }
        }
        return try release()
    }

    /// Decides about the answer, which has ended or was refused.
    ///
    /// - Returns: The decision, what may leave before it is recorded, and what leaves after.
    /// - Throws: ``StreamFailure/cutOff`` where there is no last event.
    mutating func finish() throws(StreamFailure) -> (decision: Decision, before: [UInt8], after: [UInt8]) {
        guard output.hasRefused || hasEnded else { throw .cutOff }
        let decision = decide()
        guard !output.isForeign else { throw .malformed }
        let before = try release()
        guard output.hasRefused else {
            var after: [UInt8] = []
            for stop in stops { after += try leave(stop) }
            return (decision, before, after)
        }
        let part = try leaveInPart()
        return (decision, before + part, refusal(Refusal(message: decision.reasons.joined(separator: "; "))))
    }

    /// What ends the stream in good order after what has left.
    func refusal(_ refusal: Refusal) -> [UInt8] { reader.refusal(refusal).flatMap(\.bytes) }

    /// Decides about what there is of an answer that nobody will see the rest of.
    mutating func abandon() -> Decision { decide() }

    /// What tells the client that the answer failed.
    func failure(_ message: String, code: String) -> [UInt8] { reader.failure(message, code: code).flatMap(\.bytes) }

    /// Says that the server has closed the connection: in a dialect without a last event the answer is complete.
    mutating func close() {
        if reader.endsWithConnection, !parser.hasRest { hasEnded = true }
    }

    private mutating func decide() -> Decision {
        report.byteCount = output.byteCount
        return output.finish()
    }

    private mutating func take(_ event: StreamEvent) {
        report.add(model: event.model, usage: event.usage, unread: event.unread)
        let reader = reader
        let passages = output.take(event.texts) { reader.isOver($0, since: $1) }
        if !event.ended.isEmpty { output.end { event.ended.contains($0.choice) } }
        let waiter = Waiting(event: shownModel.map(event.naming) ?? event, texts: passages)
        // Strings that stand for themselves leave in the order in which they came.
        if !stops.isEmpty, passages.contains(where: \.isOfRest) { keepsOrder = true }
        switch event.kind {
        case .content where !keepsOrder && (stops.isEmpty || !event.texts.isEmpty): waiting.append(waiter)
        // What has no text of its own keeps its place behind what it follows.
        case .content, .stop: stops.append(waiter)
        case .call:
            stops.append(waiter)
            keepsOrder = true
        case .end, .failure:
            stops.append(waiter)
            hasEnded = true
        }
    }

    private mutating func release() throws(StreamFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var count = 0
        while count < waiting.count, waiting[count].texts.allSatisfy(output.mayLeave) {
            bytes += try leave(waiting[count])
            count += 1
        }
        waiting.removeFirst(count)
        return bytes
    }

    private mutating func leave(_ waiter: Waiting) throws(StreamFailure) -> [UInt8] {
        let replaced = output.replacements(of: waiter.event.texts, by: waiter.texts)
        report.isWithheld = output.isUnmaskable
        guard !report.isWithheld else { throw .unmaskable }
        do { return try reader.write(waiter.event, replacing: replaced).flatMap(\.bytes) } catch { throw .malformed }
    }

    /// What of the events that wait may leave when no more of the answer will: of texts that grow side by side, each has its
    /// own part that may.
    private mutating func leaveInPart() throws(StreamFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        for waiter in waiting {
            var passages = waiter.texts
            for (place, passage) in passages.enumerated() {
                guard case .upTo(let end, let lane) = passage, !lane.isRest else { continue }
                passages[place] = .upTo(min(end, output.limit(of: lane)), of: lane)
            }
            guard passages.allSatisfy(output.mayLeave) else { break }
            bytes += try leave(Waiting(event: waiter.event, texts: passages))
        }
        return bytes
    }
}
