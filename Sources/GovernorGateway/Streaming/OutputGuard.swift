import GovernorCore
import GovernorDialects
import GovernorInspect
import GovernorPolicy

/// Judges an answer while it is written, and says how much of it may go on.
///
/// What it decides, and what of each text leaves, depends on the texts and not on the pieces in which they arrived: an
/// answer that arrives as a whole is judged in the same steps as one that arrives word by word.
struct OutputGuard: Sendable {
    /// That something a variable speaks of is in a text of a stage.
    private struct Flag: Hashable {
        let variable: MeasuredVariable
        let stage: Stage
    }

    private let decisions: DecisionMaker
    private let principal: Principal
    private let time: Timestamp
    private let context: JSONObject
    private let userID: String?
    private let model: String
    private let placeholders: [String: [UInt8]]
    private let judgements: [Stage: TextJudgement]
    /// Whether rules ask for the name of the tool that is called.
    private let asksForTool: Bool
    /// The actions of rules that only warn.
    private let lifted: Set<Action>
    /// The names of tools that are complete and may be called.
    private var cleared: Set<Int> = []
    private var redaction: RedactionSession
    private var lanes: [LaneGuard] = []
    private var places: [Lane: Int] = [:]
    /// The stages of which there is a text.
    private var begun: Set<Stage> = []
    /// What rules have been told of.
    private var flags: Set<Flag> = []
    /// What was decided last.
    private var verdict: Verdict?
    /// What was decided that ends the answer; nil while it may go on.
    private(set) var refusal: Decision?
    /// Strings beside the answer's texts that have been let through: servers repeat them in every event.
    var known: Set<ExactString> = []
    /// Whether a name of a member is masked, which nothing can take the place of: the answer may not leave.
    var isUnmaskable = false

    /// - Parameters:
    ///   - prompt: What was decided about the request.
    ///   - model: The model that answers.
    ///   - lifted: The actions of rules that only warn: what they ask for is done in another way.
    ///   - restores: Whether what leaves has the values again that the request's placeholders stand for.
    init(
        _ decisions: DecisionMaker, after prompt: Decision, model: String, by principal: Principal, at time: Timestamp,
        lifting lifted: Set<Action> = [], restores: Bool = true
    ) {
        self.decisions = decisions
        self.lifted = lifted
        self.principal = principal
        self.time = time
        self.model = model
        context = prompt.subject.context
        userID = prompt.subject.userID
        let masked = prompt.redacted?.placeholders ?? [:]
        placeholders = restores ? masked : [:]
        judgements = [.output: decisions.judgement(at: .output), .toolCall: decisions.judgement(at: .toolCall)]
        asksForTool = decisions.asksForTool(at: .toolCall)
        redaction = decisions.redactionSession(besides: masked)
    }

    /// How much text has arrived and not left, in bytes.
    var heldBytes: Int { lanes.indices.reduce(0) { $0 + lanes[$1].text.count - lanes[$1].released } }

    /// Whether anything of a text has left.
    var hasLeft: Bool { lanes.indices.contains { lanes[$0].released > 0 } }

    /// Everything of each text that has left, in their order.
    var passedOn: [(lane: Lane, text: String)] {
        lanes.map { ($0.lane, String(decoding: $0.passedOn, as: UTF8.self)) }
    }

    /// Whether the answer has come to an end by a decision.
    var hasRefused: Bool { refusal != nil }

    /// How long all texts are so far, in bytes.
    var byteCount: Int { lanes.indices.reduce(0) { $0 + lanes[$1].text.count } }

    /// Takes more of a text. What comes after a decision that ends the answer is not looked at.
    ///
    /// - Returns: Where the text ends now, for ``release(_:upTo:)``.
    mutating func append(_ text: String, to lane: Lane) -> Int {
        guard let place = place(of: lane) else { return 0 }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count, refusal == nil {
            let distance = lanes[place].nextCheckpoint - lanes[place].text.count
            let end = min(bytes.count, start + distance)
            judge(lanes[place].append(bytes[start..<end]), inLane: place)
            if end - start == distance, refusal == nil { judgeWindow(ofLane: place) }
            start = end
        }
        return lanes[place].text.count
    }

    /// Takes a string that stands for itself, and ends with a line feed in a lane of such strings.
    mutating func append(alone text: String, to lane: Lane) -> Int {
        let length = append(text + "\n", to: lane)
        end(lane)
        return length
    }

    /// Says that nothing more comes of a text as far as one can tell. What comes all the same is judged with what was before
    /// it.
    mutating func end(_ lane: Lane) {
        guard let place = places[lane] else { return }
        end(laneAt: place)
    }

    private mutating func end(laneAt place: Int) {
        guard !lanes[place].hasEnded, refusal == nil else { return }
        judge(lanes[place].end(mayGoOn: !lanes[place].lane.isRest), inLane: place)
        if refusal == nil { judgeWindow(ofLane: place) }
        guard refusal == nil, asksForTool, lanes[place].lane.isToolName else { return }
        apply(decide(isComplete: false))
        if refusal == nil { cleared.insert(place) }
    }

    /// Ends the texts for which something is true.
    mutating func end(where isOver: (Lane) -> Bool) {
        for place in lanes.indices where !lanes[place].hasEnded && isOver(lanes[place].lane) { end(laneAt: place) }
    }

    /// Whether the answer is one that no client may get: more texts than any has, or something masked of which a part may
    /// have left.
    var isForeign: Bool { hasTooManyTexts || lanes.indices.contains { lanes[$0].isTorn } }

    /// Whether there are more texts than ``mostTexts``: nothing is judged any more, and nothing leaves.
    private(set) var hasTooManyTexts = false

    /// The most texts of an answer: hundreds of choices, calls or quotations. Each has inspectors of its own, and a decision
    /// looks at all of them.
    static let mostTexts = 512

    /// Whether a text says what has arrived of a lane, which then has ended.
    mutating func end(_ lane: Lane, as text: String) -> Bool {
        guard let place = places[lane], lanes[place].text.elementsEqual(text.utf8) else { return false }
        end(lane)
        return true
    }

    /// How far a text may go on.
    func limit(of lane: Lane) -> Int {
        guard let place = places[lane], !asksForTool || !lane.isOfToolCall || isCleared(lane) else { return 0 }
        return lanes[place].limit(by: judgement(of: lane))
    }

    /// How long a text is so far, in bytes.
    func length(of lane: Lane) -> Int { places[lane].map { lanes[$0].text.count } ?? 0 }

    /// The text of a lane up to an offset, as it leaves; what has left before is not given again.
    mutating func release(_ lane: Lane, upTo offset: Int) -> String {
        guard let place = places[lane] else { return "" }
        let bytes =
            lanes[place].hasEnded && offset >= lanes[place].text.count
            ? lanes[place].finish(&redaction) : lanes[place].release(upTo: offset, &redaction)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Everything of a lane that has left.
    func passedOn(_ lane: Lane) -> String {
        places[lane].map { String(decoding: lanes[$0].passedOn, as: UTF8.self) } ?? ""
    }

    /// Decides about the answer as it is now, which is all of it unless it has been refused.
    mutating func finish() -> Decision {
        for place in lanes.indices where !lanes[place].hasEnded { judge(lanes[place].end(), inLane: place) }
        if let refusal { return refusal }
        let decision = decide(isComplete: true)
        apply(decision)
        if refusal == nil {
            for place in lanes.indices { lanes[place].settle() }
            cleared.formUnion(lanes.indices)
        }
        return decision
    }

    /// Where the guard of a text is; nil for one more than there may be.
    private mutating func place(of lane: Lane) -> Int? {
        if let place = places[lane] { return place }
        guard lanes.count < Self.mostTexts else {
            hasTooManyTexts = true
            return nil
        }
        places[lane] = lanes.count
        lanes.append(LaneGuard(lane, by: decisions, placeholders: placeholders))
        // Rules that ask nothing of the text itself are asked before any of it leaves, once for all texts of a stage.
        if begun.insert(lane.stage).inserted, refusal == nil { apply(decide(isComplete: false)) }
        return lanes.count - 1
    }

    /// Findings are judged one by one: which of them ends the answer must not depend on which arrived together.
    private mutating func judge(_ findings: [Finding], inLane place: Int) {
        for finding in findings {
            // What was found and is not judged any more does not leave.
            guard refusal == nil else { return lanes[place].cut(at: finding) }
            lanes[place].take(finding)
            let stage = lanes[place].lane.stage
            let news = decisions.settings.variables(of: finding).map { Flag(variable: $0, stage: stage) }
            // Where nothing is new, rules know already that there is such a thing.
            if news.contains(where: { !flags.contains($0) }) || verdict == nil {
                flags.formUnion(news)
                apply(decide(isComplete: false, upTo: finding.span.upperBound, ofLane: place))
                if refusal != nil { return lanes[place].cut(at: finding) }
            }
            if let verdict, decisions.masks(finding, by: verdict) { lanes[place].mask(finding) }
        }
    }

    private mutating func judgeWindow(ofLane place: Int) {
        if judgement(of: lanes[place].lane) != .spans {
            lanes[place].score()
            apply(decide(isComplete: false))
        }
        if refusal == nil { lanes[place].endWindow() }
    }

    private mutating func apply(_ decision: Decision) {
        guard decision.action <= .redact else {
            refusal = decision
            return
        }
        guard decision.verdict != verdict else { return }
        verdict = decision.verdict
        for place in lanes.indices {
            for finding in lanes[place].findings where decisions.masks(finding, by: decision.verdict) {
                lanes[place].mask(finding)
            }
        }
    }

    /// - Parameters:
    ///   - end: Where the text of a lane ends that is judged.
    ///   - place: Which lane that is.
    private func decide(isComplete: Bool, upTo end: Int = .max, ofLane place: Int = 0) -> Decision {
        // What is known of a tool's name while it is written is not its name.
        var (texts, found): ([SubjectText], [(Stage, TextInspection)]) = ([], [])
        // A guard is large: it is asked where it is, and not copied.
        for index in lanes.indices where isComplete || !isUnnamed(lanes[index].lane) {
            let text = lanes[index].text
            let stage = lanes[index].lane.stage
            texts.append(
                SubjectText(
                    index == place && end < text.count ? Array(text.prefix(end)) : text, stage: stage,
                    role: lanes[index].role, tool: tool(of: lanes[index].lane),
                    isRepetition: lanes[index].lane.isOfTokens))
            found.append((stage, lanes[index].inspection(isComplete: isComplete)))
        }
        let inspection = Inspection(found, settings: decisions.settings)
        let subject = DecisionSubject(stage: .output, texts: texts, context: context, userID: userID, model: model)
        return decisions.decide(
            subject, inspection, by: principal, at: time, isComplete: isComplete, lifting: lifted)
    }

    private func judgement(of lane: Lane) -> TextJudgement { judgements[lane.stage] ?? .whole }

    /// The tool that a text of a call is for, as far as its name has come.
    private func tool(of lane: Lane) -> String {
        guard lane.isOfToolCall, let place = places[lane.toolName] else { return "" }
        return String(decoding: lanes[place].text, as: UTF8.self)
    }

    /// Whether rules ask for the tool that a text is about, and its name is still being written.
    private func isUnnamed(_ lane: Lane) -> Bool {
        guard lane.isOfToolCall, asksForTool, let place = places[lane.toolName] else { return false }
        return !lanes[place].hasEnded
    }

    /// Whether the tool that a text is about may be called, as far as rules ask for it.
    private func isCleared(_ lane: Lane) -> Bool { places[lane.toolName].map(cleared.contains) ?? true }
}
