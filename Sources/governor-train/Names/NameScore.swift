import GovernorInspect

/// How well found names match the labelled ones.
struct NameScore {
    struct Counts {
        var (found, right, labelled) = (0, 0, 0)

        var precision: Double { found == 0 ? 0 : Double(right) / Double(found) }
        var recall: Double { labelled == 0 ? 0 : Double(right) / Double(labelled) }
        var f1: Double { found + labelled == 0 ? 0 : 2 * Double(right) / Double(found + labelled) }

        static func += (sum: inout Counts, other: Counts) {
            sum.found += other.found
            sum.right += other.right
            sum.labelled += other.labelled
        }
    }

    /// What counts as right: the same kind and
    enum Rule: String, CaseIterable {
        /// the same characters;
        case exact
        /// at least one common character, each labelled name once;
        case overlap
        /// the same characters, where addresses neither count nor cost.
        case exactWithoutAddresses = "exact, no addresses"
    }

    private(set) var counts: [Rule: [NameKind: Counts]] = [:]

    mutating func add(_ found: [NameExample.Name], of labelled: [NameExample.Name]) {
        for rule in Rule.allCases {
            for kind in NameKind.allCases {
                var right = 0
                var (found, labelled) = (found.filter { $0.kind == kind }, labelled.filter { $0.kind == kind })
                if rule == .exactWithoutAddresses {
                    let addresses = labelled.filter(\.isAddress)
                    labelled.removeAll(where: \.isAddress)
                    found.removeAll { name in addresses.contains { $0.span.overlaps(name.span) } }
                }
                var rest = labelled
                for name in found {
                    guard let match = rest.firstIndex(where: { Self.matches(name, $0, rule) }) else { continue }
                    rest.remove(at: match)
                    right += 1
                }
                counts[rule, default: [:]][kind, default: Counts()] +=
                    Counts(found: found.count, right: right, labelled: labelled.count)
            }
        }
    }

    func total(_ rule: Rule) -> Counts {
        NameKind.allCases.reduce(into: Counts()) { $0 += counts[rule]?[$1] ?? Counts() }
    }

    private static func matches(_ name: NameExample.Name, _ other: NameExample.Name, _ rule: Rule) -> Bool {
        rule == .overlap ? name.span.overlaps(other.span) : name.span == other.span
    }
}
