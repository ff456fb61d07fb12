import GovernorCore
import GovernorDialects
import GovernorInspect
import GovernorPolicy

/// One of the texts of an answer while it is written: what was found in it, and how much of it may go on.
struct LaneGuard: Sendable {
    /// Where a text is judged by rules about scores: soon after its beginning, so that a first word need not wait, then at
    /// even distances. The places depend on the text alone, and so does what is decided there.
    static func checkpoint(after offset: Int) -> Int {
        if offset < 512 { return [64, 128, 256, 512].first { $0 > offset } ?? 512 }
        return (offset / 512 + 1) * 512
    }

    let lane: Lane
    /// What the text is called in the record.
    let role: String
    private let decisions: DecisionMaker
    private var inspector: TextInspector
    /// Where the text begins that the inspector sees.
    private var base = 0
    /// An inspector of everything as if the text had not ended, for what goes on after all.
    private var unended: OnHeap<TextInspector>?
    /// Where the text went on that was taken for complete, so that all before may have left; 0 if it did not.
    private var seam = 0
    /// Whether something is masked of which a part may have left.
    private(set) var isTorn = false
    /// What has been found and judged so far, in order.
    private(set) var findings: [Finding] = []
    /// What the classifiers said at the last checkpoint.
    private var probabilities: [(label: TextLabel, value: Double)] = []
    /// Everything that has arrived.
    private(set) var text: [UInt8] = []
    /// Where the last judgement by rules about scores was.
    private(set) var judged = 0
    /// What is masked of it, in order.
    private var masked: ArraySlice<Finding> = []
    /// Where what has been passed on ends.
    private(set) var released = 0
    /// What has been passed on, as it was passed on.
    private(set) var passedOn: [UInt8] = []
    private var restorer: PlaceholderRestorer
    /// Keeps JSON valid; nil for other texts.
    private var json: JSONMasking?
    /// Whether nothing more comes.
    private(set) var hasEnded = false
    /// Whether all of the answer was judged.
    private var isSettled = false
    /// Where the text is cut off, when a finding ends the answer.
    private var cut: Int?

    init(_ lane: Lane, by decisions: DecisionMaker, placeholders: [String: [UInt8]]) {
        self.lane = lane
        self.decisions = decisions
        role = "\(lane.choice)/\(lane.name)"
        inspector = decisions.inspector(of: lane)
        restorer = PlaceholderRestorer(lane.isJSON ? placeholders.mapValues(Self.escaped) : placeholders)
        json = lane.isJSON ? JSONMasking() : nil
    }

    /// The first offset at which rules about scores are to be asked.
    var nextCheckpoint: Int { Self.checkpoint(after: text.count) }

    /// Takes bytes up to the next checkpoint at most; returns what is found, which is to be judged one by one.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [Finding] {
        if hasEnded {
            hasEnded = false
            if let unended {
                (inspector, seam) = (unended.value, text.count)
            } else {
                (inspector, base) = (decisions.inspector(of: lane), text.count)
            }
        }
        text += bytes
        let (base, seam) = (base, seam)
        let found = inspector.append(bytes).map { $0.moved(by: base) }
        // What lies before the seam was found when the text was taken for complete.
        return found.filter { finding in finding.span.upperBound > seam || !findings.contains { $0.overlaps(finding) } }
    }

    /// Ends the text; returns what is still found, which is to be judged one by one.
    ///
    /// - Parameter mayGoOn: Whether what still comes would be part of it; else it is a text of its own.
    mutating func end(mayGoOn: Bool = true) -> [Finding] {
        hasEnded = true
        if mayGoOn { unended = OnHeap(inspector) }
        let base = base
        return inspector.finish().map { $0.moved(by: base) }
    }

    /// Takes a finding into the judgement.
    mutating func take(_ finding: Finding) {
        if finding.span.lowerBound < seam { findings.removeAll { $0.overlaps(finding) } }
        let place = findings.lastIndex { $0.span.lowerBound <= finding.span.lowerBound }
        findings.insert(finding, at: place.map { $0 + 1 } ?? 0)
    }

    /// Asks the classifiers about everything that has arrived.
    mutating func score() { probabilities = inspector.probabilities() }

    /// Takes note that everything that has arrived was judged, and may go on.
    mutating func endWindow() { judged = text.count }

    /// Takes note that nothing goes on from a finding on.
    mutating func cut(at finding: Finding) { cut = cut ?? finding.span.lowerBound }

    /// What is known of the text so far, or of all of it.
    func inspection(isComplete: Bool) -> TextInspection {
        isComplete
            ? inspector.inspection(findings) : TextInspection(findings: findings, probabilities: probabilities)
    }

    /// Takes note of a finding that is masked. What has left already stays as it was.
    mutating func mask(_ finding: Finding) {
        if finding.span.lowerBound < seam, finding.span.upperBound > seam { isTorn = true }
        guard finding.span.upperBound > released else { return }
        // Findings of a text do not overlap, and nearly always come in their order.
        let place = masked.lastIndex { $0.span.lowerBound <= finding.span.lowerBound }
        guard place.map({ masked[$0] != finding }) ?? true else { return }
        masked.insert(finding, at: place.map { $0 + 1 } ?? masked.startIndex)
    }

    /// Takes note that the whole answer was judged, and may go on.
    mutating func settle() { isSettled = true }

    /// The offset up to which nothing will change any more, at the beginning of a character.
    func limit(by judgement: TextJudgement) -> Int {
        guard !isSettled else { return text.count }
        let found = hasEnded ? text.count : min(base + inspector.settled, text.count)
        var limit =
            switch judgement {
            case .whole: 0
            case .windowed: min(found, judged)
            case .spans: found
            }
        limit = min(limit, cut ?? limit)
        while limit > 0, limit < text.count, text[limit] & 0xC0 == 0x80 { limit -= 1 }
        return limit
    }

    /// Passes on what lies before an offset.
    ///
    /// - Parameter offset: At most ``limit(by:)``.
    /// - Returns: The text as it leaves: with what is masked, and with what placeholders stand for.
    mutating func release(upTo offset: Int, _ redaction: inout RedactionSession) -> [UInt8] {
        guard offset > released else { return [] }
        var bytes: [UInt8] = []
        while let finding = masked.first, finding.span.lowerBound < offset {
            masked.removeFirst()
            guard finding.span.lowerBound >= released else { continue }
            // What stands for a finding is not the model's own text, in which placeholders are restored.
            bytes += restored(released..<finding.span.lowerBound) + restorer.finish()
            let found = Array(text[finding.span])
            let masked = redaction.redact([finding.moved(by: -finding.span.lowerBound)], in: found)
            bytes += json?.replace(found, by: masked) ?? masked
            released = finding.span.upperBound
        }
        if offset > released {
            bytes += restored(released..<offset)
            released = offset
        }
        return passOn(bytes)
    }

    /// A part of the text in which nothing is masked, with what placeholders stand for.
    private mutating func restored(_ part: Range<Int>) -> [UInt8] {
        let text = text
        guard let passed = json?.pass(text[part]) else { return restorer.append(text.span.extracting(part)) }
        return restorer.append(passed.span)
    }

    /// Passes on the rest of a text that is complete.
    mutating func finish(_ redaction: inout RedactionSession) -> [UInt8] {
        let rest = release(upTo: text.count, &redaction)
        return rest + passOn(restorer.finish() + (json?.finish() ?? []))
    }

    private mutating func passOn(_ bytes: [UInt8]) -> [UInt8] {
        passedOn += bytes
        return bytes
    }

    /// A value as it stands within a string of JSON.
    private static func escaped(_ value: [UInt8]) -> [UInt8] {
        let text = JSONValue.string(String(decoding: value, as: UTF8.self)).compactText
        return Array(text.utf8.dropFirst().dropLast())
    }
}

extension DecisionMaker {
    /// An inspector of a text of an answer.
    fileprivate func inspector(of lane: Lane) -> TextInspector {
        inspector(of: lane.stage, isRepetition: lane.isOfTokens, isJSON: lane.isJSON)
    }
}

extension Lane {
    /// Where the rules are asked about the text: what a model calls, and calls it with, is judged as such.
    var stage: Stage { isOfToolCall ? .toolCall : .output }
}

extension Finding {
    fileprivate func overlaps(_ other: Finding) -> Bool { span.overlaps(other.span) }

    fileprivate func moved(by distance: Int) -> Finding {
        at((span.lowerBound + distance)..<(span.upperBound + distance))
    }
}
