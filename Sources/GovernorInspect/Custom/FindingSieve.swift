import GovernorCore

/// Takes out what a policy does not want to count, before it can keep its bytes from anything else.
struct FindingSieve: Sendable {
    private let least: [String: Double]
    private let allowances: [String: [Allowance.Form]]

    init(_ settings: InspectionSettings = InspectionSettings()) {
        self.init(
            least: settings.leastConfidence.mapValues(\.doubleValue),
            allowances: Dictionary(grouping: settings.allowances, by: \.kind).mapValues { $0.map(\.form) })
    }

    private init(least: [String: Double], allowances: [String: [Allowance.Form]]) {
        self.least = least
        self.allowances = allowances
    }

    /// The same for what the text encodes, of which nothing is on the allow-list.
    var forDecoded: FindingSieve { FindingSieve(least: least, allowances: [:]) }

    /// Whether nothing can be taken out.
    var isIdle: Bool { least.isEmpty && allowances.isEmpty }

    /// Whether something is sure enough for its kind.
    func isSure(_ kind: String, _ confidence: Double) -> Bool { least[kind].map { confidence >= $0 } ?? true }

    /// Whether something is on the allow-list.
    ///
    /// What the text encodes, and what holds a ``Disguise``, reads otherwise than it looks and is not.
    func allows(_ kind: String, _ evidence: Finding.Evidence, in text: Span<UInt8>, at span: Range<Int>) -> Bool {
        guard let forms = allowances[kind], evidence != .decoded, !Disguise.hides(in: text, within: span) else {
            return false
        }
        let value = span.map { text[$0] }
        return forms.contains { form in
            switch form {
            case .values(let values): values.contains { Self.isSame($0.utf8, value) }
            case .suffix(let suffix):
                value.count >= suffix.utf8.count && Self.isSame(suffix.utf8, value.suffix(suffix.utf8.count))
            case .pattern(let pattern): pattern.endOfMatch(value.span, 0) == value.count
            }
        }
    }

    private static func isSame(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { folded($0) == folded($1) }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte.isLetter ? byte | 0x20 : byte }
}
