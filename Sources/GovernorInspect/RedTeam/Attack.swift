import GovernorCore

/// A text that a governed system is tried with.
public struct Attack: Sendable, Hashable {
    /// Names it in results; unique in its corpus.
    public let id: String
    /// Where it is from, such as the name of a collection.
    public let source: String
    /// What it is after, such as `prompt_extraction`.
    public let kind: String
    /// Whether it is harmless, and should be answered.
    public let isBenign: Bool
    /// The prompt.
    public let text: String

    /// Creates an attack, or a harmless text to compare with.
    public init(id: String, source: String, kind: String, isBenign: Bool = false, text: String) {
        self.id = id
        self.source = source
        self.kind = kind
        self.isBenign = isBenign
        self.text = text
    }
}

/// One attack in one disguise.
public struct AttackTrial: Sendable, Hashable {
    /// The attack.
    public let attack: Attack
    /// Its disguise.
    public let mutation: Mutation

    /// Creates a trial.
    public init(_ attack: Attack, _ mutation: Mutation) {
        self.attack = attack
        self.mutation = mutation
    }

    /// What is sent.
    ///
    /// - Parameter seed: Of the whole run; together with the attack's id it chooses what is random.
    public func prompt(seed: UInt64) -> String {
        mutation.apply(
            to: attack.text, seed: attack.id.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
    }

    /// The trials of texts: attacks in every disguise, harmless ones as they are, since nobody disguises those.
    ///
    /// - Parameters:
    ///   - limit: How many of the texts to draw at most; nil for all.
    ///   - seed: Chooses them. They stay in their order.
    public static func trials(
        of attacks: [Attack], in mutations: [Mutation], limit: Int?, seed: UInt64
    ) -> [AttackTrial] {
        var random = SeededGenerator(seed: seed)
        let drawn = attacks.indices.shuffled(using: &random).prefix(limit ?? attacks.count).sorted()
        return drawn.flatMap { index in
            (attacks[index].isBenign ? [.none] : mutations).map { AttackTrial(attacks[index], $0) }
        }
    }
}
