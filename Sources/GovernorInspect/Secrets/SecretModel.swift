/// The probability that a value is a secret: logistic regression over what the value looks like and what its key says.
struct SecretModel: Sendable {
    /// One weight a feature, in the order of ``features(of:_:_:)``.
    let weights: [Float]

    /// The probability in `0...1`.
    func probability(of value: SecretValue, shaped shape: ValueShape) -> Double {
        var sum: Float = 0
        Self.features(of: value, shape) { index, amount in sum += weights[index] * amount }
        return Double(Self.logistic(sum))
    }

    /// Calls back with the index and amount of every feature that is not zero.
    static func features(of value: SecretValue, _ shape: ValueShape, _ emit: (Int, Float) -> Void) {
        emit(0, 1)
        let role = Role(of: value)
        emit(1 + shape.kind.rawValue * Role.allCases.count + role.rawValue, 1)
        emit(offsets.separator + value.separator.rawValue, 1)
        emit(offsets.length + lengthClass(shape.length), 1)
        emit(offsets.quotedKind + (value.isQuoted ? 1 : 0) * ValueShape.Kind.allCases.count + shape.kind.rawValue, 1)
        let flags = [
            value.far.contains(.secret), value.far.contains(.maybe), value.far.contains(.harmless),
            value.near.contains(.password), value.near.contains(.harmless), value.near.contains(.property),
            shape.hasPrefix, shape.isDigestLength,
        ]
        for (offset, flag) in flags.enumerated() where flag { emit(offsets.flags + offset, 1) }
        emit(offsets.amounts, Float(shape.entropy / 4))
        emit(offsets.amounts + 1, Float(shape.changes))
        emit(offsets.amounts + 2, Float(max(-3, min(2, shape.wordLikeness))))
        emit(offsets.amounts + 3, Float(shape.regularity))
        emit(offsets.amounts + 4, Float(shape.digits) / Float(shape.length))
        // Long text that is drawn shows it the more: what the means above leave out.
        emit(offsets.amounts + 5, Float(max(-3, min(3, shape.totalLikeness / 16))))
        emit(offsets.amounts + 6, Float(min(1, shape.changes * Double(shape.length) / 16)))
    }

    static let featureCount = offsets.amounts + 7

    static func logistic(_ sum: Float) -> Float {
        // e^x as 2^(x / ln 2): whole part by the exponent, the rest by its series.
        let power = max(-60, min(60, -sum / 0.693_147_18))
        let whole = power.rounded(.down)
        let rest = (power - whole) * 0.693_147_18
        let series = 1 + rest * (1 + rest / 2 * (1 + rest / 3 * (1 + rest / 4 * (1 + rest / 5 * (1 + rest / 6)))))
        return 1 / (1 + series * Float(sign: .plus, exponent: Int(whole), significand: 1))
    }

    /// What the key makes of the value.
    private enum Role: Int, CaseIterable {
        case secret, maybe, property, harmless, unknown, none

        init(of value: SecretValue) {
            self =
                if value.near.contains(.property) {
                    value.near.contains(.secret) ? .property : .harmless
                } else if value.near.contains(.harmless), !value.near.contains(.secret) {
                    .harmless
                } else if value.near.contains(.secret) { .secret } else if value.near.contains(.maybe) {
                    value.far.contains(.secret) ? .secret : .maybe
                } else { value.hasKey ? .unknown : .none }
        }
    }

    private static func lengthClass(_ length: Int) -> Int {
        switch length {
        case ..<7: 0
        case ..<12: 1
        case ..<16: 2
        case ..<20: 3
        case ..<24: 4
        case ..<32: 5
        case ..<40: 6
        case ..<64: 7
        case ..<128: 8
        default: 9
        }
    }

    private static let offsets = {
        let kinds = ValueShape.Kind.allCases.count
        let separator = 1 + kinds * Role.allCases.count
        let length = separator + SecretValue.Separator.allCases.count
        let quotedKind = length + 10
        let flags = quotedKind + 2 * kinds
        return (separator: separator, length: length, quotedKind: quotedKind, flags: flags, amounts: flags + 8)
    }()
}
