package import GovernorCore

/// An amount of money, exact to the millionth of a millionth of its currency's unit, as prices of single tokens are.
package struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The amount in units of 10⁻¹².
    let pico: Int

    /// Creates an amount from units of 10⁻¹².
    init(pico: Int) { self.pico = pico }

    /// Creates an amount; nil below 0, above 1,000,000 and for more than twelve decimals.
    package init?(_ amount: ExactDecimal) {
        guard let pico = Self.scaled(amount, by: 12), pico <= Self.limit else { return nil }
        self.pico = pico
    }

    /// Reads what was counted, which may be more than any budget; nil below 0 and beyond 64 bits.
    init?(counted amount: ExactDecimal) {
        guard let pico = Self.scaled(amount, by: 12) else { return nil }
        self.pico = pico
    }

    /// The largest amount: sums of as many as there are tokens still fit.
    private static let limit = 1_000_000_000_000_000_000

    /// The amount in plain notation.
    package var description: String { (ExactDecimal("\(pico)e-12") ?? ExactDecimal(0)).description }

    package static func < (left: Money, right: Money) -> Bool { left.pico < right.pico }

    /// A number times a power of ten; nil below 0, beyond 64 bits, and where digits would be left over.
    fileprivate static func scaled(_ number: ExactDecimal, by power: Int) -> Int? {
        let parts = number.description.split(separator: ".")
        guard number >= ExactDecimal(0), let whole = parts.first,
            let decimals = Optional(parts.dropFirst().first ?? ""),
            decimals.utf8.count <= power
        else { return nil }
        return Int(whole + decimals + String(repeating: "0", count: power - decimals.utf8.count))
    }
}

/// What a model's tokens cost.
package struct Price: Sendable, Hashable {
    /// The price of one token of a request, in units of 10⁻¹².
    let input: Int
    /// The price of one token of an answer, in units of 10⁻¹².
    let output: Int

    /// Creates a price from those of a million tokens; nil below 0, above 1,000,000, and for more than six decimals.
    package init?(inputPerMillion: ExactDecimal, outputPerMillion: ExactDecimal) {
        guard let input = Money.scaled(inputPerMillion, by: 6), let output = Money.scaled(outputPerMillion, by: 6),
            max(input, output) <= 1_000_000_000_000
        else { return nil }
        self.input = input
        self.output = output
    }

    /// What tokens cost, in units of 10⁻¹²; the largest number where it would be larger.
    func cost(input inputTokens: Int, output outputTokens: Int) -> Int {
        input.saturatingTimes(inputTokens).saturatingPlus(output.saturatingTimes(outputTokens))
    }
}

extension Int {
    /// The sum of two numbers that are not negative, or the largest number.
    func saturatingPlus(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }

    /// The product of two numbers that are not negative, or the largest number.
    func saturatingTimes(_ other: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: other)
        return overflows ? .max : product
    }
}
