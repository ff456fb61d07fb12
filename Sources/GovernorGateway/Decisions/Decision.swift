package import GovernorCore
import GovernorInspect

/// What was decided about texts, before anybody is told.
package final class Decision: Sendable {
    /// The texts and what came with them.
    package let subject: DecisionSubject
    /// What the inspectors found.
    package let inspection: Inspection
    /// What the policy's rules say.
    package let verdict: Verdict
    /// What happens: the verdict's action, or `errorBlock` when it cannot be carried out.
    package let action: Action
    /// What the caller is told.
    package let reasons: [String]
    /// The first text as it is to be used instead, when it was redacted.
    package var content: String? { redacted.map { String(decoding: $0.texts[0].joined(), as: UTF8.self) } }
    /// The redacted texts.
    let redacted: RedactedSubject?
    /// How many keys of the context no rule can see.
    package let ignoredKeys: Int

    init(
        subject: DecisionSubject, inspection: Inspection, verdict: Verdict, action: Action, reasons: [String],
        redacted: RedactedSubject?, ignoredKeys: Int
    ) {
        self.subject = subject
        self.inspection = inspection
        self.verdict = verdict
        self.action = action
        self.reasons = reasons
        self.redacted = redacted
        self.ignoredKeys = ignoredKeys
    }

    /// Whether the texts go nowhere although no rule says so.
    var isWithheld: Bool { subject.isBarred || isUnmaskable }

    /// Whether something is to be masked that nothing can take the place of.
    private var isUnmaskable: Bool {
        guard let redacted else { return false }
        return zip(subject.texts, redacted.texts).contains { text, parts in
            text.isFixed && zip(text.parts, parts).contains { !text.bytes[$0].elementsEqual($1) }
        }
    }

    /// The answer's body without identifiers: `{allowed, action, reasons[, content[, placeholders]]}`.
    var json: JSONObject {
        var json: JSONObject = [
            "allowed": .bool(action.allows), "action": .string(action.rawValue),
            "reasons": .array(reasons.map { .string($0) }),
        ]
        if let content { json["content"] = .string(content) }
        if let placeholders = redacted?.placeholders, !placeholders.isEmpty {
            let values = placeholders.sorted { $0.key < $1.key }
            json["placeholders"] = .object(
                JSONObject(values.map { ($0.key, .string(String(decoding: $0.value, as: UTF8.self))) }))
        }
        return json
    }

    /// The body of a denial that no rule asked for, G.33.
    static func denial(_ reason: String) -> JSONObject {
        ["allowed": false, "action": .string(Action.errorBlock.rawValue), "reasons": [.string(reason)]]
    }
}

/// The texts of a subject, redacted.
struct RedactedSubject: Sendable {
    /// For each text its parts, in order.
    let texts: [[[UInt8]]]
    /// What stood where placeholders stand now, in any of them. Never log it.
    let placeholders: [String: [UInt8]]
}
