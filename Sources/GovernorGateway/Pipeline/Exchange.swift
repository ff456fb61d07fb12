import GovernorCore

/// What identifies one request and its record.
final class Exchange: Sendable {
    /// When the request was complete.
    let time: Timestamp
    /// The id that answers and logs carry.
    let requestID: String
    /// The id of the fact, which is also the receipt's.
    let factID: UUIDv7
    /// Who asks.
    let principal: Principal
    /// The request's span; nil where nobody traces.
    let trace: RequestTrace?
    /// Until when an answer is of use.
    let deadline: Deadline
    /// The fact of the request whose answer is decided about; nil for a decision about a request.
    let answers: UUIDv7?
    /// Who has given the answer that is decided about; nil where none has.
    let source: AnswerSource?
    /// The hold that the decision follows from; nil where nothing was held.
    let hold: Hold?
    /// What else the record follows from.
    let links: [Fact.Link]

    init(
        time: Timestamp, requestID: String, factID: UUIDv7, principal: Principal, trace: RequestTrace?,
        deadline: Deadline, answers: UUIDv7? = nil, source: AnswerSource? = nil, hold: Hold? = nil,
        links: [Fact.Link] = []
    ) {
        self.time = time
        self.requestID = requestID
        self.factID = factID
        self.principal = principal
        self.trace = trace
        self.deadline = deadline
        self.answers = answers
        self.source = source
        self.hold = hold
        self.links = links
    }

    /// The same, of a decision that follows from a hold.
    func following(_ hold: Hold) -> Exchange {
        Exchange(
            time: time, requestID: requestID, factID: factID, principal: principal, trace: trace, deadline: deadline,
            answers: answers, source: source, hold: hold, links: links)
    }
}
