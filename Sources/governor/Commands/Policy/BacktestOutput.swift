import GovernorCore
import GovernorGateway

/// Shows what a policy would have changed.
struct BacktestOutput {
    let policy: PolicyReference
    /// The policy that it is compared with; nil for what was decided then.
    let against: String?
    let report: BacktestReport

    /// How many flips of a kind people are shown; programs get all.
    private static let shown = 20

    var text: String {
        let terminal = Terminal(.output)
        let name = terminal.styled("\(policy.id) \(policy.version)", .emphasis)
        var text = "\(name) against \(against ?? "what was decided")\n\n\(sources)\n"
        guard report.compared > 0 else { return text + "insufficient data: no decision could be compared\n" }
        let stricter = report.flips.filter(\.comparison.isStricter)
        let milder = report.flips.filter { !$0.comparison.isStricter }
        text += "\(report.flips.count) of \(report.compared) verdicts flip: "
        text += "\(stricter.count) stricter, \(milder.count) milder\n"
        if !report.held.isEmpty { text += "\n" + TextTable.aligned(held) }
        if !report.rules.isEmpty { text += "\n" + TextTable.aligned(rules) }
        for (title, flips) in [("stricter", stricter), ("milder", milder)] where !flips.isEmpty {
            text += "\n\(terminal.styled(title, .emphasis))\n" + flips.prefix(Self.shown).map(line).joined()
            if flips.count > Self.shown { text += "  and \(flips.count - Self.shown) more; --format json has all\n" }
        }
        return text
    }

    private var sources: String {
        let unknown = report.undetermined.keys.sorted().joined(separator: ", ")
        let rows = [
            (report.inspected, "decisions whose texts were inspected again"),
            (report.remembered, "decisions judged by what was found then"),
            (report.undeterminedCount, "of them unknown: not recorded is what these rules ask for: \(unknown)"),
            (report.withForgottenKeys, "of them with keys of the context that no rule saw, so that they were not kept"),
            (report.following, "left out because they follow from a hold, which is compared in their place"),
            (report.erased, "left out because they were erased"),
            (report.unreadable, "left out because they cannot be read, or are of another version"),
        ]
        return rows.filter { $0.0 > 0 }.map { "  \($0.0) \($0.1)\n" }.joined()
    }

    /// What was held, by how its review ended, in the order of ``Hold/State``.
    private var reviews: [(name: String, tally: BacktestReport.HeldTally)] {
        let ends: [Hold.State?] = Hold.State.allCases + [nil]
        return ends.compactMap { end in report.held[end].map { (end?.rawValue ?? "not reviewed", $0) } }
    }

    private var held: [[String]] {
        [["held, and then", "decisions", "would hold", "would go on", "would be refused"]]
            + reviews.map { name, tally in
                [name] + [tally.count, tally.held, tally.letOn, tally.refused].map(String.init)
            }
    }

    private var rules: [[String]] {
        [["rule", "matched", "would match", "stricter", "milder"]]
            + report.rules.sorted { $0.key < $1.key }.map { id, tally in
                [id] + [tally.before, tally.after, tally.stricter, tally.milder].map(String.init)
            }
    }

    private func line(_ flip: BacktestReport.Flip) -> String {
        let comparison = flip.comparison
        let rules = comparison.rules.isEmpty ? "what is redacted" : comparison.rules.joined(separator: ", ")
        let review = flip.review.map { " (\($0.rawValue))" } ?? ""
        let verdicts = "\(comparison.before.rawValue)\(review) -> \(comparison.after.rawValue)"
        return "  \(flip.time)  \(flip.id)  \(verdicts)  \(rules)\n"
    }

    var json: JSONValue {
        [
            "policy_id": .string(policy.id), "policy_version": .string(policy.version),
            "sha256": .string(policy.digest.hex), "against": against.map(JSONValue.string) ?? .null,
            "decisions": [
                "compared": .integer(report.compared), "inspected_again": .integer(report.inspected),
                "by_record": .integer(report.remembered), "unknown": .integer(report.undeterminedCount),
                "with_forgotten_context": .integer(report.withForgottenKeys), "erased": .integer(report.erased),
                "unreadable": .integer(report.unreadable), "following_holds": .integer(report.following),
            ],
            "held": .array(reviews.map { Self.json($0.name, $0.tally) }),
            "unknown_by_rule": .object(
                JSONObject(report.undetermined.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
            "rules": .array(
                report.rules.sorted { $0.key < $1.key }.map { id, tally in
                    [
                        "id": .string(id), "matched": .integer(tally.before), "would_match": .integer(tally.after),
                        "stricter": .integer(tally.stricter), "milder": .integer(tally.milder),
                    ]
                }),
            "flips": .array(report.flips.map { Self.json($0) }),
        ]
    }

    private static func json(_ review: String, _ tally: BacktestReport.HeldTally) -> JSONValue {
        [
            "review": .string(review), "decisions": .integer(tally.count), "would_hold": .integer(tally.held),
            "would_go_on": .integer(tally.letOn), "would_be_refused": .integer(tally.refused),
        ]
    }

    private static func json(_ flip: BacktestReport.Flip) -> JSONValue {
        [
            "fact": .string(flip.id.description), "time": .string(flip.time.description),
            "before": .string(flip.comparison.before.rawValue), "after": .string(flip.comparison.after.rawValue),
            "review": flip.review.map { JSONValue.string($0.rawValue) } ?? .null,
            "rules": .array(flip.comparison.rules.map { .string($0) }),
        ]
    }
}
