package import GovernorCore

/// What is to be decided about: the texts of a request or of an answer, and what came with them.
package struct DecisionSubject: Sendable {
    /// Whether the texts go to the model or come from it.
    package let stage: Stage
    /// The texts; at least one.
    package let texts: [SubjectText]
    /// What the caller states.
    package let context: JSONObject
    /// Whom the texts are about or from, if stated.
    package let userID: String?
    /// The model that is asked or has answered; empty where nobody says.
    package let model: String
    /// What came with the texts and cannot be inspected.
    let unread: UnreadTally
    /// Whether some of that may not pass: the texts go nowhere either.
    let isBarred: Bool

    package init(
        stage: Stage, texts: [SubjectText], context: JSONObject = JSONObject(), userID: String? = nil,
        model: String = ""
    ) {
        self.init(
            stage: stage, texts: texts, context: context, userID: userID, model: model, unread: UnreadTally(),
            isBarred: false)
    }

    init(
        stage: Stage, texts: [SubjectText], context: JSONObject = JSONObject(), userID: String? = nil,
        model: String = "", unread: UnreadTally, isBarred: Bool
    ) {
        self.stage = stage
        self.texts = texts
        self.context = context
        self.userID = userID
        self.model = model
        self.unread = unread
        self.isBarred = isBarred
    }

    /// The type of the decision's fact.
    var factType: FactType { stage == .output ? "decision.output" : "decision.prompt" }

    /// The stages of its texts, that of the subject first: each has rules of its own.
    var stages: [Stage] {
        texts.reduce(into: [stage]) { stages, text in
            if !stages.contains(text.stage) { stages.append(text.stage) }
        }
    }

    /// The texts of a stage that rules judge together: all of them, or those of each tool; at least one scope, if of no text.
    func scopes(at stage: Stage, byTool: Bool) -> [(tool: String, texts: [Int])] {
        let texts = texts.indices.filter { self.texts[$0].stage == stage }
        guard byTool, !texts.isEmpty else { return [("", texts)] }
        let byTool = Dictionary(grouping: texts) { ExactString(self.texts[$0].tool) }
        return byTool.map { ($0.key.text, $0.value) }.sorted { $0.texts[0] < $1.texts[0] }
    }
}

/// A text that is inspected as one.
package struct SubjectText: Sendable {
    /// Where it is in the model's use: what a tool has answered is judged as such within a prompt.
    package let stage: Stage
    /// What it is to the request, such as `user`, for the record; nil where there is but one text.
    package let role: String?
    /// The tool that is called or has answered; empty where it is not known, and in other texts.
    package let tool: String
    /// Whether it is made of instructions that the application gives: those are not judged as an attempt to give some.
    package let isInstruction: Bool
    /// Whether it says what another text says, and is no part of the length of all.
    package let isRepetition: Bool
    /// Whether the text is JSON, so that what it means may be written as escapes.
    package let isJSON: Bool
    /// Whether nothing can take its place: it is made of names and numbers.
    package let isFixed: Bool
    /// UTF-8.
    package let bytes: [UInt8]
    /// The parts that it is joined from, in order, as ranges of its bytes.
    package let parts: [Range<Int>]

    package init(
        _ bytes: [UInt8], stage: Stage, role: String? = nil, tool: String = "", isInstruction: Bool = false,
        isRepetition: Bool = false, isJSON: Bool = false, isFixed: Bool = false, parts: [Range<Int>]? = nil
    ) {
        self.bytes = bytes
        self.stage = stage
        self.role = role
        self.tool = tool
        self.isInstruction = isInstruction
        self.isRepetition = isRepetition
        self.isJSON = isJSON
        self.isFixed = isFixed
        self.parts = parts ?? [0..<bytes.count]
    }
}
