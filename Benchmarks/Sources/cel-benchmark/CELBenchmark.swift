import CAllocations
import CEL
import Foundation

// usage: cel-benchmark RULES.json NAME SECONDS
//
// Evaluates one rule of the file on one thread for a given time, twice: with its variables bound once, and with all of
// them bound anew before every evaluation, as a host does. Prints one JSON object; rates are per second of processor
// time.

@main
struct CELBenchmark {
    /// How many evaluations pass between looks at the clock.
    private static let batch = 1_000

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let seconds = Double(arguments[3]), seconds > 0 else {
            throw BenchmarkError(description: "usage: cel-benchmark RULES.json NAME SECONDS")
        }
        let rules = try JSONDecoder().decode([Rule].self, from: Data(contentsOf: URL(filePath: arguments[1])))
        guard let rule = rules.first(where: { $0.name == arguments[2] }) else {
            throw BenchmarkError(description: "no rule named \(arguments[2])")
        }
        let subject = try Subject(rule)
        let once = try measure(seconds) { try subject.evaluate() }
        let anew = try measure(seconds) { try subject.bindAndEvaluate() }
        let fields = [
            "\"evaluations_per_second\": \(once.rate)", "\"bound_evaluations_per_second\": \(anew.rate)",
            "\"allocations_per_evaluation\": \(once.allocations)",
            "\"bound_allocations_per_evaluation\": \(anew.allocations)",
        ]
        print("{\(fields.joined(separator: ", "))}")
    }

    /// Runs a body for a time, after a tenth of it to warm up.
    private static func measure(_ seconds: Double, _ body: () throws -> Void) throws -> (
        rate: Double, allocations: String
    ) {
        _ = try run(seconds / 10, body)
        let before = allocation_count()
        let (count, elapsed) = try run(seconds, body)
        let allocations = Double(allocation_count() - before) / Double(count)
        return (Double(count) / elapsed, allocations_are_counted() ? String(allocations) : "null")
    }

    /// Runs a body for a time on the wall and counts the processor's: other programs on a busy machine do not matter.
    private static func run(_ seconds: Double, _ body: () throws -> Void) throws -> (count: Int, elapsed: Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let startOfWork = processorSeconds()
        var count = 0
        while (clock.now - start) / .seconds(1) < seconds {
            for _ in 0..<batch { try body() }
            count += batch
        }
        return (count, processorSeconds() - startOfWork)
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// A compiled rule with its context.
private final class Subject {
    private let program: Program
    private var activation: Activation
    private let bindings: [(slot: Int, value: Value)]
    private let expected: Bool

    init(_ rule: Rule) throws {
        let variables = try rule.variables.map { VariableDeclaration($0.key, try CELType(named: $0.value)) }
        let environment = Environment(variables: variables)
        program = try environment.compile(rule.expression)
        bindings = try rule.context.map { name, json in
            guard let slot = environment.slot(of: name) else {
                throw BenchmarkError(description: "no variable \(name)")
            }
            return (slot, json.value)
        }
        activation = Activation(environment)
        expected = rule.expected
        bind()
    }

    private func bind() {
        for (slot, value) in bindings { activation[slot: slot] = value }
    }

    @inline(never)
    func evaluate() throws {
        guard case .bool(expected) = try program.evaluate(activation) else {
            throw BenchmarkError(description: "wrong answer")
        }
    }

    @inline(never)
    func bindAndEvaluate() throws {
        bind()
        try evaluate()
    }
}

private struct Rule: Decodable {
    let name: String
    let expression: String
    let variables: [String: String]
    let context: [String: JSON]
    let expected: Bool
}

private enum JSON: Decodable {
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    var value: Value {
        switch self {
        case .bool(let value): .bool(value)
        case .number(let value): .double(value)
        case .string(let value): .string(value)
        case .array(let values): .list(values.map(\.value))
        case .object(let fields): .map(MapValue(fields.map { (.string($0.key), $0.value.value) }))
        }
    }
}

extension CELType {
    /// Only the types that the rules use.
    fileprivate init(named name: String) throws {
        switch name {
        case "bool": self = .bool
        case "double": self = .double
        case "string": self = .string
        case "list(string)": self = .list(.string)
        case "list(map(string, string))": self = .list(.map(key: .string, value: .string))
        default: throw BenchmarkError(description: "unknown type \(name)")
        }
    }
}

private struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
}
