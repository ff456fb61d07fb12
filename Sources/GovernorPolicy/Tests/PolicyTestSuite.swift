public import GovernorCore

/// The cases that a policy brings along to show that it decides as its authors meant.
///
/// They stand beside the policy: `policy.tests.yaml` beside `policy.yaml`.
/// ```yaml
/// gate:
///   - name: a biased model is stopped
///     metrics: { fairness: { subgroup_delta: 0.08 } }
///     expect: { outcome: FAIL, status: { fairness.subgroup_delta: FAIL } }
/// rules:
///   - name: a jailbreak is answered in safe mode
///     stage: prompt
///     context: { jailbreak_score: 0.9 }
///     expect: { action: safe_mode, allowed: true, reasons: [high jailbreak score] }
///   - name: an employee number is found
///     stage: prompt
///     text: badge E-123456
///     expect: { findings: [employee_id] }
/// ```
public struct PolicyTestSuite: Sendable {
    let gateCases: [GateCase]
    let ruleCases: [RuleCase]

    /// Loads cases, as strictly as a policy.
    ///
    /// - Throws: ``DocumentErrors`` with every problem of the file, sorted by place.
    public init(_ yaml: [UInt8], name: String) throws(DocumentErrors) {
        self = try Document(yaml, name: name).read(Self.shape)
    }

    private init(gateCases: [GateCase], ruleCases: [RuleCase]) {
        self.gateCases = gateCases
        self.ruleCases = ruleCases
    }

    /// Runs all cases against a policy.
    ///
    /// - Parameters:
    ///   - time: The moment of the cases that name none: it decides which waivers hold.
    ///   - measure: Inspects the text of a case, as the policy says, for what rules are told of it and the kinds of what is
    ///     found.
    public func run(
        on policy: Policy, at time: Timestamp,
        measuring measure: (_ text: String, _ stage: Stage) -> (measurements: Measurements, kinds: [String])
    ) -> PolicyTestReport {
        let gate = Gate(policy)
        return PolicyTestReport(
            results: gateCases.map { $0.run(on: gate, at: time) }
                + ruleCases.map { $0.run(on: policy.rules, at: time, measuring: measure) })
    }

    /// The JSON Schema of test files, for editors.
    public static var jsonSchema: JSONValue {
        shape.jsonSchema(id: "urn:governor:schema:policy-tests:1", title: "Governor policy tests")
    }

    private static let shape: Shape<PolicyTestSuite> = .object(
        "Cases that show what a policy decides.",
        .defaulted("gate", .list(of: GateCase.shape), to: [], "Metrics and the outcome they must have."),
        .defaulted("rules", .list(of: RuleCase.shape), to: [], "Contexts and the verdict they must have."),
        make: PolicyTestSuite.init)
}

/// How a policy's cases went.
public struct PolicyTestReport: Sendable {
    /// One result a case, in the order of the file.
    public let results: [PolicyTestResult]

    /// Whether there was a case and none failed: a suite without cases shows nothing.
    public var isPassed: Bool { !results.isEmpty && results.allSatisfy(\.isPassed) }
}

/// How one case went.
public struct PolicyTestResult: Sendable, Hashable {
    /// The case's name.
    public let name: String
    /// Where the case stands in its file.
    public let position: SourcePosition
    /// What came out otherwise than expected, one sentence each; empty when the case passed.
    public let differences: [String]

    /// Whether everything came out as expected.
    public var isPassed: Bool { differences.isEmpty }
}

/// Collects what came out otherwise than expected.
struct Differences {
    private(set) var all: [String] = []

    /// Compares what was found with what was expected, if anything was.
    mutating func compare<Value: Equatable>(_ what: String, _ found: Value, _ expected: Value?) {
        guard let expected, found != expected else { return }
        all.append("\(what): expected \(Self.text(expected)), found \(Self.text(found))")
    }

    mutating func add(_ sentence: String) { all.append(sentence) }

    private static func text(_ value: some Any) -> String {
        switch value {
        case let list as [String]: "[\(list.joined(separator: ", "))]"
        case let word as any RawRepresentable<String>: word.rawValue
        default: "\(value)"
        }
    }
}
