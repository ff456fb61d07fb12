import GovernorCore

/// Takes out findings that a policy does not want to count.
struct FindingSieve: Sendable {
    private let least: [String: Double]
    private let allowances: [String: [Allowance.Form]]

    init(_ settings: InspectionSettings) {
        least = settings.leastConfidence.mapValues(\.doubleValue)
        allowances = Dictionary(grouping: settings.allowances, by: \.kind).mapValues { $0.map(\.form) }
    }

    /// Whether nothing can be taken out.
    var isIdle: Bool { least.isEmpty && allowances.isEmpty }

    /// Whether a finding is sure enough for its kind.
    func isSure(_ finding: Finding) -> Bool { least[finding.kind].map { finding.confidence >= $0 } ?? true }

    /// Whether a finding is on the allow-list.
    ///
    /// What is found disguised, or in what the text encodes, reads otherwise than it looks and is not.
    ///
    /// - Parameter value: The bytes of the finding.
    func allows(_ finding: Finding, _ value: some Collection<UInt8>) -> Bool {
        guard finding.otherKinds.isEmpty, let forms = allowances[finding.kind] else { return false }
        return forms.contains { form in
            switch form {
            case .values(let values): values.contains { Self.isSame($0.utf8, value) }
            case .suffix(let suffix):
                value.count >= suffix.utf8.count && Self.isSame(suffix.utf8, value.suffix(suffix.utf8.count))
            case .pattern(let pattern): pattern.endOfMatch(Array(value).span, 0) == value.count
            }
        }
    }

    private static func isSame(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { folded($0) == folded($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte.isLetter ? byte | 0x20 : byte }
}
