import GovernorCore

/// How classifiers of one kind are asked over HTTP, and how their answers are read.
protocol ClassifierForm: Sendable {
    /// What comes after the address that the configuration gives.
    var path: String { get }
    /// The body of a request about a text.
    func question(about text: String) -> JSONValue
    /// What an answer says, in `0...1`; nil when it is not such an answer.
    func probability(in answer: JSONValue) -> Double?
}

extension JSONValue {
    /// The number, if it is one from 0 to 1.
    var probability: Double? {
        guard let value = number?.doubleValue, (0...1).contains(value) else { return nil }
        return value
    }
}
