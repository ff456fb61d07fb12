import CEL
public import GovernorCore

/// The rules of a policy, compiled: what is decided about a prompt, an output or a tool call.
public struct RuleSet: Sendable {
    /// The most steps one rule may take: about a thousand times what a rule of one line needs.
    public static let costLimit: UInt64 = 100_000
    /// The longest that all rules of one decision may work together. The cost limit ends an expensive rule within
    /// milliseconds; this ends hundreds of them. What it counts is a processor's time, so that no hiccup of the machine reaches it.
    public static let timeLimit: Swift.Duration = .seconds(1)

    /// The rules in the order of the file.
    public var rules: [Rule] { compiled.map(\.rule) }
    /// Every variable that rules may use, the built-in ones first.
    public let variables: [RuleVariable]

    let compiled: [CompiledRule]
    /// Variables that nobody measures or states.
    private var unmeasured: Set<MeasuredVariable> = []
    /// What is asked at each stage, in their order.
    private var stages: [StageRules]
    private let waivers: [String: [Waiver]]
    private let binder: VariableBinder
    let environment: ConditionEnvironment

    init(_ rules: [CompiledRule], _ environment: ConditionEnvironment, _ waivers: [Waiver]) {
        compiled = rules
        variables = environment.variables
        self.environment = environment
        stages = Stage.allCases.map { StageRules(of: $0, among: rules, without: []) }
        self.waivers = Dictionary(grouping: waivers.filter { $0.ruleID != nil }) { $0.ruleID ?? "" }
        binder = VariableBinder(environment)
    }

    /// The same rules where some variables are measured by nobody, and stated by nobody: rules about the whole of a text for
    /// which those are all that they ask of it need not wait for its end.
    public func without(_ unmeasured: Set<MeasuredVariable>) -> RuleSet {
        var rules = self
        rules.unmeasured.formUnion(unmeasured)
        rules.stages = Stage.allCases.map { StageRules(of: $0, among: compiled, without: rules.unmeasured) }
        return rules
    }

    /// Decides about one text.
    ///
    /// Every rule of the stage is evaluated and every match is kept as a reason; the strongest action of an enforced
    /// rule wins. A rule that cannot be evaluated, or whose text to redact cannot be found, is a match with the action
    /// `errorBlock`, which denies if the rule is enforced. A rule that a waiver lifts is kept as a match that only warns.
    ///
    /// - Parameters:
    ///   - stage: Where the text is.
    ///   - input: What is known.
    ///   - time: The moment by which waivers hold or have expired.
    ///   - isComplete: Whether the text is; while it is not, rules about the whole of it wait.
    public func evaluate(stage: Stage, input: RuleInput, at time: Timestamp, isComplete: Bool = true) -> Verdict {
        let conditions = isComplete ? self[stage].conditions : self[stage].conditionsOfParts
        guard !conditions.isEmpty else { return Verdict(action: .allow, matches: []) }
        let values = binder.bind(input, stage: stage)
        var limits = DecisionLimits(cost: Self.costLimit, time: Self.timeLimit)
        var matches: [RuleMatch] = []
        for (condition, index) in conditions {
            do throws(ConditionError) {
                guard try condition.isTrue(values, &limits) else { continue }
                matches.append(match(compiled[index], at: time))
            } catch {
                let rule = compiled[index].rule
                let reason = error.message(of: LogicalWords(rule.condition), mistyped: mistyped(input))
                let message = "rule \(rule.id) could not be evaluated: \(reason)"
                matches.append(match(rule, .errorBlock, message, at: time))
            }
        }
        return Self.verdict(matches)
    }

    /// The measured variables that rules of a stage mention: what need not be measured is not there.
    public func measuredVariables(at stage: Stage) -> Set<MeasuredVariable> { self[stage].measured }

    /// Whether rules of a stage ask which tool is called or has answered.
    public func asksForTool(at stage: Stage) -> Bool { self[stage].asksForTool }

    /// How much of a text must be there before it can be judged, as the rules of a stage have it that do anything to it.
    public func judgement(at stage: Stage) -> TextJudgement { self[stage].judgement }

    private subscript(stage: Stage) -> StageRules { stages[stage.ordinal] }

    /// What enforced rules of some stages do to a text as a whole: hold it, or put something else in its place. Rules that ask
    /// for nothing but what nobody measures need not be prepared for, but those that hold.
    public func wholeActions(at stages: Set<Stage>) -> Set<Action> {
        let rules = compiled.filter { compiled in
            compiled.rule.enforcement == .enforce && !compiled.rule.stages.isDisjoint(with: stages)
                && (compiled.rule.action == .hold || compiled.asksForMore(than: unmeasured))
        }
        return Set(rules.map(\.rule.action)).intersection([.hold, .safeMode, .summarize])
    }

    /// The variables whose findings a rule's redaction is about: those of its condition that an inspector finds in spans;
    /// empty for a rule that asks for none of them, whose redaction is about all.
    ///
    /// - Parameter id: The id of a rule of this policy.
    public func redactedVariables(ofRule id: String) -> Set<MeasuredVariable> {
        let rule = compiled.first { $0.rule.id == id }
        return Set((rule?.compiled.located ?? []).compactMap(MeasuredVariable.init(rawValue:)))
    }

    /// What a request's context says that no rule can see, and what of it is of the wrong kind.
    public func review(context: JSONObject) -> ContextReview {
        var review = ContextReview()
        for (name, value) in context {
            guard let variable = binder.variable(named: name), variable.origin != .request else {
                review.ignoredKeys += 1
                continue
            }
            if !value.isNull, !variable.kind.accepts(value) { review.mistyped.append(variable) }
        }
        return review
    }

    func mistyped(_ input: RuleInput) -> [RuleVariable] { review(context: input.stated).mistyped }

    func bind(_ input: RuleInput, stage: Stage) -> Activation { binder.bind(input, stage: stage) }

    private func match(_ compiled: CompiledRule, at time: Timestamp) -> RuleMatch {
        let rule = compiled.rule
        guard let obstacle = compiled.obstacle else { return match(rule, rule.action, rule.message, at: time) }
        return match(rule, .errorBlock, "rule \(rule.id) cannot be carried out: \(obstacle)", at: time)
    }

    private func match(_ rule: Rule, _ action: Action, _ message: String, at time: Timestamp) -> RuleMatch {
        let waiver = waivers.isEmpty ? nil : waivers[rule.id]?.first { $0.isInForce(at: time) }
        let isLifted = waiver != nil && rule.enforcement == .enforce
        return RuleMatch(
            ruleID: rule.id, action: action, enforcement: isLifted ? .warn : rule.enforcement, message: message,
            waiverID: waiver?.id)
    }

    private static func verdict(_ matches: [RuleMatch]) -> Verdict {
        let action = matches.lazy.filter { $0.enforcement == .enforce }.map(\.action).max() ?? .allow
        guard matches.count > 1 else { return Verdict(action: action, matches: matches) }
        // The offset keeps the order of the file among equals.
        let sorted = matches.enumerated().sorted { ($1.element.action, $0.offset) < ($0.element.action, $1.offset) }
        return Verdict(action: action, matches: sorted.map(\.element))
    }
}

/// What the rules of one stage ask for; it does not change from request to request.
private struct StageRules: Sendable {
    /// The conditions beside the offsets of their rules: what is read for every request stays small.
    let conditions: [(condition: Condition, rule: Int)]
    /// Those that say of a part of a text what they say of all of it.
    let conditionsOfParts: [(condition: Condition, rule: Int)]
    let measured: Set<MeasuredVariable>
    let asksForTool: Bool
    let judgement: TextJudgement

    init(of stage: Stage, among rules: [CompiledRule], without unmeasured: Set<MeasuredVariable>) {
        let own = rules.indices.filter { rules[$0].rule.stages.contains(stage) }
        conditions = own.map { (rules[$0].condition, $0) }
        conditionsOfParts = conditions.filter { !rules[$0.rule].speaksOfWholeText(without: unmeasured) }
        measured = Set(own.flatMap { rules[$0].compiled.measured })
        asksForTool = own.contains { rules[$0].compiled.used.contains { $0.name == RequestVariable.toolName.rawValue } }
        let enforced = own.map { rules[$0] }.filter { $0.rule.enforcement == .enforce && $0.rule.action > .logOnly }
        let needsWhole = enforced.contains { rule in
            rule.speaksOfWholeText(without: unmeasured) || rule.masksWhatever || rule.replaces(without: unmeasured)
        }
        judgement = needsWhole ? .whole : enforced.contains(where: \.speaksOfScores) ? .windowed : .spans
    }
}

/// A rule with its compiled condition.
struct CompiledRule: Sendable {
    let rule: Rule
    let compiled: CompiledCondition

    var condition: Condition { compiled.condition }

    /// Whether its condition is about the text as a whole: of a part it would say something else.
    func speaksOfWholeText(without unmeasured: Set<MeasuredVariable>) -> Bool {
        let measured = Set([MeasuredVariable.verbatimRatio, .language, .isRefusal]).subtracting(unmeasured)
        let names = measured.map(\.rawValue) + [RequestVariable.textBytes.rawValue]
        return compiled.used.contains { names.contains($0.name) }
    }

    /// Whether its condition asks for a score, which the worst part of a text has.
    var speaksOfScores: Bool { compiled.measured.contains { $0.kind == .double } }

    /// Whether it masks all that is found, and refuses where nothing is: of a part nobody knows that.
    var masksWhatever: Bool { rule.action == .redact && compiled.located.isEmpty }

    /// Whether something else takes the place of the text, none of which may have left by then.
    func replaces(without unmeasured: Set<MeasuredVariable>) -> Bool {
        [.summarize, .safeMode].contains(rule.action) && asksForMore(than: unmeasured)
    }

    /// Whether it asks for more than what nobody measures, or for nothing that is measured.
    func asksForMore(than unmeasured: Set<MeasuredVariable>) -> Bool {
        compiled.measured.isEmpty || !Set(compiled.measured).isSubset(of: unmeasured)
    }

    /// Why a match cannot have the rule's action: masking what was found elsewhere would let this through.
    var obstacle: String? {
        guard rule.action == .redact, !compiled.unlocated.isEmpty else { return nil }
        let names = compiled.unlocated.joined(separator: " or ")
        return "no inspector says where in the text \(names) is, so nothing can be redacted"
    }
}

/// What is odd about a request's context.
public struct ContextReview: Sendable {
    /// How many keys no rule can see: unknown names, and facts that only the gateway states.
    public internal(set) var ignoredKeys = 0
    /// Variables whose value is of another kind than they have. Rules that need them fail.
    public internal(set) var mistyped: [RuleVariable] = []
}

/// How much of a text must be there before it can be judged.
public enum TextJudgement: Sendable, Hashable {
    /// What is found in it is judged where it is found.
    case spans
    /// Parts of it are judged one after another.
    case windowed
    /// All of it is judged at once, so that nothing can be passed on before its end.
    case whole
}
