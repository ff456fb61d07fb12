/// What a name names.
package enum NameKind: Int, Sendable, CaseIterable {
    case person, location, organization

    /// The kind as findings carry it.
    package var finding: String {
        switch self {
        case .person: "person"
        case .location: "location"
        case .organization: "organization"
        }
    }
}

/// The part that a token plays: outside of every name, the first of a name, or a later one.
///
/// The raw values are lanes of the weights: 0 outside, then a pair for each kind.
package struct NameLabel: Sendable, Hashable {
    package static let outside = NameLabel(lane: 0)
    package static let count = 7

    package let lane: Int

    package init(lane: Int) { self.lane = lane }
    package init(_ kind: NameKind, isFirst: Bool) { lane = 1 + 2 * kind.rawValue + (isFirst ? 0 : 1) }

    package var kind: NameKind? { lane == 0 ? nil : NameKind(rawValue: (lane - 1) / 2) }
    package var isFirst: Bool { lane % 2 == 1 }

    /// Whether a name may go on so: a later part follows only a part of the same kind.
    package func mayFollow(_ previous: NameLabel) -> Bool {
        kind == nil || isFirst || previous.kind == kind
    }
}
