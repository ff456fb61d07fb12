import GovernorCore

/// A value of the document, and where it is.
struct SnapshotPlace {
    let pointer: String
    let value: JSONValue

    init(_ pointer: String, _ value: JSONValue) {
        self.pointer = pointer
        self.value = value
    }

    /// A member; null when there is none, which whoever reads it finds to be wrong.
    subscript(name: String) -> SnapshotPlace { SnapshotPlace("\(pointer)/\(name)", value[name] ?? .null) }

    func invalid(_ problem: String) -> AuditError {
        .invalidSnapshot(at: pointer.isEmpty ? "/" : pointer, problem: problem)
    }

    var text: String {
        get throws(AuditError) {
            guard let text = value.string else { throw invalid("expected a string, found \(value.kind)") }
            return text
        }
    }

    var flag: Bool {
        get throws(AuditError) {
            guard let flag = value.bool else { throw invalid("expected true or false, found \(value.kind)") }
            return flag
        }
    }

    var array: [JSONValue] {
        get throws(AuditError) {
            guard let array = value.array else { throw invalid("expected an array, found \(value.kind)") }
            return array
        }
    }

    var elements: [SnapshotPlace] {
        get throws(AuditError) { try array.enumerated().map { SnapshotPlace("\(pointer)/\($0.offset)", $0.element) } }
    }

    func parts(_ count: Int) throws(AuditError) -> [SnapshotPlace] {
        let elements = try elements
        guard elements.count == count else { throw invalid("\(elements.count) elements, expected \(count)") }
        return elements
    }

    func integer(_ range: ClosedRange<Int>) throws(AuditError) -> Int {
        guard let integer = value.number?.integer, let number = Int(exactly: integer), range.contains(number) else {
            throw invalid("expected a whole number in \(range.lowerBound)...\(range.upperBound)")
        }
        return number
    }

    func bucket(of schema: CubeSchema) throws(AuditError) -> Int {
        guard schema.scoreBuckets > 0 else { throw invalid("a bucket where rows have no score") }
        return try integer(0...(schema.scoreBuckets - 1))
    }

    /// Rejects members that are not known: what is not understood cannot be merged.
    func only(_ names: Set<String>) throws(AuditError) {
        guard let object = value.object else { throw invalid("expected an object, found \(value.kind)") }
        for name in object.keys where !names.contains(name) { throw invalid("'\(name)' is not known") }
    }

    var outcome: Outcome {
        get throws(AuditError) {
            if value.isNull { return .missing }
            return try integer(0...1) == 1 ? .positive : .negative
        }
    }

    /// A sum over so many rows, each of which adds at least one bound and at most another.
    func sum(of rows: Int, _ bounds: ClosedRange<Double> = 0...ExactSum.maximumTerm) throws(AuditError) -> ExactSum {
        var (lower, upper) = (ExactSum(), ExactSum())
        lower.add(bounds.lowerBound)
        upper.add(bounds.upperBound)
        // Each term was rounded to a unit.
        let least = (lower.units - 1) * Int128(rows)
        let most = (upper.units + 1) * Int128(rows)
        guard let units = Int128(try text), units >= 0, (least...most).contains(units) else {
            throw invalid("not a sum over \(rows) rows")
        }
        return ExactSum(units: units)
    }
}
