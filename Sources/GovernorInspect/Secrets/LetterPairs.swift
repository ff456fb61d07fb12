/// How much likelier a letter follows another in words and names than by chance.
struct LetterPairs: Sendable {
    /// Row-major by first and second letter, in sixteenths of log2; 26 × 26 values.
    let sixteenths: [Int8]

    func likeness(_ first: UInt8, _ second: UInt8) -> Double {
        Double(sixteenths[Int(first & 31) * 26 + Int(second & 31) - 27]) / 16
    }
}
