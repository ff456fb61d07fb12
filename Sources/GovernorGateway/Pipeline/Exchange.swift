import GovernorCore

/// What identifies one request and its record.
struct Exchange: Sendable {
    /// When the request was complete.
    let time: Timestamp
    /// The id that answers and logs carry.
    let requestID: String
    /// The id of the fact, which is also the receipt's.
    let factID: UUIDv7
    /// Who asks.
    let principal: Principal
    /// The request's span; nil where nobody traces.
    var trace: RequestTrace?
    /// Until when an answer is of use.
    let deadline: Deadline
    /// The fact of the request whose answer is decided about; nil for a decision about a request.
    var answers: UUIDv7?
    /// Who has given the answer that is decided about; nil where none has.
    var source: AnswerSource?
    /// The hold that the decision follows from; nil where nothing was held.
    var hold: Hold?
    /// What else the record follows from.
    var links: [Fact.Link] = []
}
