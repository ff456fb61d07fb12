import GovernorAudit
import GovernorCore

/// One case: parameters, data, and the numbers that must come of them.
struct AuditCase {
    let id: String
    let parameters: JSONValue
    let input: JSONValue
    let expected: JSONValue
    let tolerance: Tolerance
    /// The rows, from the case itself or from the file that it names.
    let table: CaseTable

    init(_ json: JSONValue, _ tables: inout CaseTables) throws {
        guard let expected = json["expect"] else { throw CaseProblem.unreadable("expect") }
        self.expected = expected
        id = json["id"]?.string ?? ""
        parameters = json["params"] ?? [:]
        input = json["input"] ?? [:]
        tolerance = Tolerance(
            absolute: json["tol"]?["abs"]?.number?.doubleValue ?? 0,
            relative: json["tol"]?["rel"]?.number?.doubleValue ?? 0)
        table = try json["data"]?.string.map { try tables.table($0) } ?? CaseTable(columns: input)
    }

    /// A number among the parameters.
    func number(_ name: String) throws -> Double {
        guard let number = parameters[name]?.number?.doubleValue else { throw CaseProblem.unreadable(name) }
        return number
    }

    /// A text, or several, among the parameters.
    func texts(_ name: String) throws -> [String] {
        if let text = parameters[name]?.string { return [text] }
        guard let texts = parameters[name]?.array else { throw CaseProblem.unreadable(name) }
        return texts.compactMap(\.string)
    }
}

/// How far a number may be from the expected one.
struct Tolerance {
    let absolute: Double
    let relative: Double

    func accepts(_ found: Double, for expected: Double) -> Bool {
        found == expected || abs(found - expected) <= absolute + relative * abs(expected)
    }
}

/// What is wrong with the numbers of a case.
struct Findings {
    private let tolerance: Tolerance
    private var complaints: [String] = []

    init(_ tolerance: Tolerance) { self.tolerance = tolerance }

    /// The first things that are wrong; nil when nothing is.
    var complaint: String? {
        guard !complaints.isEmpty else { return nil }
        let rest = complaints.count - 3
        return complaints.prefix(3).joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
    }

    /// Compares a number; `null` is expected of what is not estimable.
    mutating func check(_ name: String, _ found: Double?, _ expected: JSONValue?) {
        switch (expected, found) {
        case (.null, nil): return
        case (.number(let number), let found?) where tolerance.accepts(found, for: number.doubleValue): return
        case (.string("inf"), let found?) where found == .infinity: return
        case (.string("-inf"), let found?) where found == -.infinity: return
        case (nil, _): complaints.append("\(name) is not in the case")
        case (let expected?, let found):
            complaints.append(
                "\(name): expected \(expected.compactText), found \(found.map { "\($0)" } ?? "not estimable")")
        }
    }

    /// Compares the limits of an interval.
    mutating func check(_ name: String, _ found: Interval?, _ expected: JSONValue?) {
        guard let limits = expected?.array, limits.count == 2 else {
            return check(name, found?.lower, expected)
        }
        check("\(name) lower", found?.lower, limits[0])
        check("\(name) upper", found?.upper, limits[1])
    }

    /// Compares numbers one by one.
    mutating func check(_ name: String, _ found: [Double], _ expected: JSONValue?) {
        guard let numbers = expected?.array, numbers.count == found.count else {
            complaints.append("\(name): not \(found.count) numbers")
            return
        }
        for (index, number) in numbers.enumerated() { check("\(name)[\(index)]", found[index], number) }
    }

    /// Compares a number that may be larger than expected.
    mutating func checkAtLeast(_ name: String, _ found: Double?, _ expected: JSONValue?) {
        let least = expected?.number?.doubleValue ?? .nan
        if let found, found >= least { return }
        check(name, found, expected)
    }

    /// Compares a number that may be smaller than expected.
    mutating func checkAtMost(_ name: String, _ found: Double?, _ expected: JSONValue?) {
        let most = expected?.number?.doubleValue ?? .nan
        if let found, found <= most { return }
        check(name, found, expected)
    }

    /// Records a complaint unless something holds.
    mutating func require(_ name: String, _ holds: Bool) {
        if !holds { complaints.append(name) }
    }
}
