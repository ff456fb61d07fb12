import GovernorCore

/// Reads fields as numbers and outcomes; what cannot be is said with line and column, and without the value.
struct FieldReader: Sendable {
    /// The names of the columns.
    let names: [String]
    private let missing: [[UInt8]]
    private let longestMissing: Int
    /// By byte, whether a text of `missing` begins with it.
    private var beginsMissing = [Bool](repeating: false, count: 256)

    /// - Parameter missing: The texts, beside the empty one, that mean that a value is missing.
    init(names: [String], missing: Set<String>) {
        self.names = names
        self.missing = missing.map { Array($0.utf8) }
        longestMissing = self.missing.map(\.count).max() ?? 0
        for case let first? in self.missing.map(\.first) { beginsMissing[Int(first)] = true }
    }

    /// Where a column is; nil for none.
    ///
    /// - Throws: ``AuditError/unknownColumn(_:known:)``.
    func position(of name: String?) throws(AuditError) -> Int? {
        guard let name else { return nil }
        guard let position = names.firstIndex(where: { $0.isExactly(name) }) else {
            throw .unknownColumn(name, known: names)
        }
        return position
    }

    /// The bytes of a column's field.
    @inline(__always)
    func bytes(
        _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner
    ) -> UnsafeBufferPointer<UInt8> {
        let field = scanner.fields[column]
        return UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
    }

    /// The finite number in a column; nil when it is missing, or there is no column.
    @inline(__always)
    func number(
        _ column: Int?, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Double? {
        guard let column else { return nil }
        let raw = self.bytes(column, bytes, scanner)
        if let value = DecimalText.value(of: raw) { return value }
        guard isMissing(raw) else { throw .invalidRecord(line: line, column: names[column], problem: .notANumber) }
        return nil
    }

    /// The number in a column, if it can be squared twice; nil when it is missing, or there is no column.
    func magnitude(
        _ column: Int?, _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Double? {
        guard let column, let value = try number(column, bytes, scanner, line) else { return nil }
        guard abs(value) <= NumberErrors.maximumMagnitude else {
            throw .invalidRecord(line: line, column: names[column], problem: .tooLarge)
        }
        return value
    }

    /// The outcome in a column; missing also when there is no column.
    @inline(__always)
    func outcome(
        _ column: Int?, _ texts: OutcomeTexts, _ bytes: UnsafeBufferPointer<UInt8>,
        _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError) -> Outcome {
        guard let column else { return .missing }
        let raw = self.bytes(column, bytes, scanner)
        if !scanner.fields[column].hasEscapes {
            if let outcome = known(raw, texts) { return outcome }
            guard raw.isUTF8 else { throw .invalidRecord(line: line, column: names[column], problem: .notUTF8) }
        } else if let text = scanner.text(of: scanner.fields[column]) {
            let outcome = Array(text.utf8).withUnsafeBufferPointer { known($0, texts) }
            if let outcome { return outcome }
        } else {
            throw .invalidRecord(line: line, column: names[column], problem: .notUTF8)
        }
        guard texts.isOtherNegative, !raw.elementsEqual(CountQuery.noScore.utf8) else {
            throw .invalidRecord(
                line: line, column: names[column], problem: .noOutcome)
        }
        return .negative
    }

    /// What a text means; nil for a text that is not known.
    @inline(__always)
    private func known(_ bytes: UnsafeBufferPointer<UInt8>, _ texts: OutcomeTexts) -> Outcome? {
        texts.outcome(of: bytes) ?? (isMissing(bytes) ? .missing : nil)
    }

    /// Whether a field's bytes mean that there is no value.
    @inline(__always)
    func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.isEmpty
            || (bytes.count <= longestMissing && beginsMissing[Int(bytes[0])]
                && missing.contains { $0.elementsEqual(bytes) })
    }
}

/// The texts of outcomes, as bytes.
struct OutcomeTexts: Sendable {
    /// What a text of one byte means.
    private var single = [Outcome?](repeating: nil, count: 256)
    private var longer: [(text: [UInt8], outcome: Outcome)] = []
    /// Whether a text that is not known means the negative outcome.
    let isOtherNegative: Bool

    /// - Parameter negative: nil when every text that is not positive is negative.
    init(positive: Set<String>, negative: Set<String>?) {
        isOtherNegative = negative == nil
        for (texts, outcome) in [(positive, Outcome.positive), (negative ?? [], .negative)] {
            for text in texts.map({ Array($0.utf8) }) {
                if text.count == 1 { single[Int(text[0])] = outcome } else { longer.append((text, outcome)) }
            }
        }
    }

    /// What a text means; nil when it is not known.
    @inline(__always)
    func outcome(of bytes: UnsafeBufferPointer<UInt8>) -> Outcome? {
        bytes.count == 1 ? single[Int(bytes[0])] : longer.first { $0.text.elementsEqual(bytes) }?.outcome
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether they are text.
    var isUTF8: Bool { allSatisfy { $0 < 0x80 } || String(validating: self, as: UTF8.self) != nil }
}
