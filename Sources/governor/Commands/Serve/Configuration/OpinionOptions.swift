import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorPolicy
import GovernorServer

/// A classifier that is asked where the embedded one is unsure.
struct OpinionOptions: Sendable, Equatable {
    /// What it speaks, or is.
    enum Kind: String, Sendable, CaseIterable {
        case moderation = "openai_moderation"
        case chat = "openai_chat"
        case kserve
        case tei
        case onnx

        /// The keys that not every kind has: those that this one needs, and those that it may have.
        fileprivate var keys: (needed: [String], possible: [String]) {
            switch self {
            case .moderation: (["url"], ["model", "labels", "api_key_file"])
            case .chat: (["url", "model"], ["api_key_file"])
            case .kserve: (["url", "model"], ["input", "output", "index", "api_key_file"])
            case .tei: (["url", "labels"], ["api_key_file"])
            case .onnx: (["model"], ["output", "index", "library"])
            }
        }
    }

    let label: TextLabel
    let kind: Kind
    let url: String?
    let model: String?
    let labels: [String]
    let input: String?
    let output: String?
    let index: Int?
    let library: String?
    let apiKeyFile: String?
    let band: ClosedRange<Double>
    let timeout: Duration
    let onFailure: SecondOpinion.FailureMode

    /// The classifier, with its key or model read.
    ///
    /// - Throws: ``CommandError`` for a file that cannot be read or used, `ServiceClientError` for an address or key that
    ///   cannot be used.
    func opinion() throws -> SecondOpinion {
        let (name, source) = try source()
        return SecondOpinion(of: label, name: name, between: band, onFailure: onFailure, source: source)
    }

    private func source() throws -> (name: String, any OpinionSource) {
        let model = model ?? ""
        switch kind {
        case .moderation: return try remote(ModerationForm(model: self.model, categories: labels))
        case .chat: return try remote(ChatJudgeForm(model: model, label: label))
        case .kserve:
            return try remote(InferenceForm(model: model, input: input ?? "text", output: output, index: index))
        case .tei: return try remote(PredictionForm(labels: labels))
        case .onnx:
            let file = try ONNXFile(model, library: library, output: output)
            return (file.name, ONNXOpinion(file, index: index, timeout: timeout))
        }
    }

    private func remote(_ form: some ClassifierForm) throws -> (name: String, any OpinionSource) {
        let key = try apiKeyFile.map { try APIKeyFile.key(in: $0) }
        return (
            model.map { "\(kind.rawValue)/\($0)" } ?? kind.rawValue,
            try RemoteOpinion(form, url: url ?? "", apiKey: key, timeout: timeout)
        )
    }
}

extension OpinionOptions {
    static let shape: Shape<OpinionOptions> = Shape.object(
        "A classifier that is asked where the embedded one is unsure.", score, kind, url, model, labels, input, output,
        index, library, apiKeyFile, between, timeout, onFailure, make: OpinionOptions.init
    ).refusing("configuration.second-opinion") { $0.problem }

    private static let score: Field<TextLabel> = .required(
        "score", .word, "The label whose probability may be uncertain.")
    private static let kind: Field<Kind> = .required("kind", .word, "What the classifier speaks; onnx is a file.")
    private static let url: Field<String?> = .optional(
        "url", .nonEmptyString,
        "Its address, for all kinds but onnx; for the openai kinds what comes before /moderations or /chat/completions, such as https://host/v1. "
            + "https, or http on this machine.")
    private static let model: Field<String?> = .optional(
        "model", .nonEmptyString,
        "The model, for onnx its file. openai_chat, kserve and onnx need it, openai_moderation may have it.")
    private static let labels: Field<[String]> = .defaulted(
        "labels", .list(of: .nonEmptyString, limit: 100), to: [],
        "Whose scores count, the largest of them: categories of openai_moderation, all if left out; labels of tei, at least one."
    )
    private static let input: Field<String?> = .optional(
        "input", .identifier, "The name of the input of kserve; text if left out.")
    private static let output: Field<String?> = .optional(
        "output", .identifier, "The name of the output of kserve and onnx; the first that can be one if left out.")
    private static let index: Field<Int?> = .optional(
        "index", .integer(in: 0...9999),
        "Which element of the output of kserve and onnx counts, from 0; the last if left out.")
    private static let library: Field<String?> = .optional(
        "library", .nonEmptyString,
        "The shared library of ONNX Runtime for onnx; looked for where the system has libraries if left out.")
    private static let apiKeyFile: Field<String?> = .optional(
        "api_key_file", .nonEmptyString, "The file of the key to send, if it needs one.")
    private static let between: Field<ClosedRange<Double>> = .defaulted(
        "between", band, to: 0.2...0.8, shown: .array([0.2, 0.8].compactMap(JSONNumber.init).map(JSONValue.number)),
        "The probabilities of the embedded classifier for which it is asked, from and to.")
    private static let timeout: Field<Duration> = .defaulted(
        "timeout", .duration, to: .seconds(1), shown: "1s",
        "How long an answer may take; shorter than gateway.limits.request_timeout.")
    private static let onFailure: Field<SecondOpinion.FailureMode> = .required(
        "on_failure", .word,
        "What holds without an answer. keep: the embedded classifier's score. block: no score, so that rules that need it deny. "
            + "highest: 1.")

    private static let share: Shape<ExactDecimal> = .decimal(in: ExactDecimal(0)...ExactDecimal(1))
    private static let band: Shape<ClosedRange<Double>> = Shape<[ExactDecimal]>.list(of: share, limit: 2)
        .map(expectation: "two numbers from 0 to 1, the smaller first", schema: ["minItems": 2]) { ends in
            let ends = ends.map { JSONNumber($0).doubleValue }
            return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
        }

    /// What is wrong with the keys together.
    private var problem: (message: String, hint: String)? {
        let given = [
            ("url", url != nil), ("model", model != nil), ("labels", !labels.isEmpty), ("input", input != nil),
            ("output", output != nil), ("index", index != nil), ("library", library != nil),
            ("api_key_file", apiKeyFile != nil),
        ].filter(\.1).map(\.0)
        let (needed, possible) = kind.keys
        if let missing = needed.first(where: { !given.contains($0) }) {
            return ("the kind \(kind.rawValue) needs '\(missing)'", "add '\(missing):'")
        }
        if let surplus = given.first(where: { !needed.contains($0) && !possible.contains($0) }) {
            return ("the kind \(kind.rawValue) has no '\(surplus)'", "remove '\(surplus):'")
        }
        if url?.utf8.contains(UInt8(ascii: "@")) == true {
            return ("an address holds no user or password", "put the key into a file and name it under api_key_file")
        }
        if kind == .kserve,
            model?.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }) != true
        {
            return ("a model of kserve is named by letters, digits and _.-", "give the name that is in its address")
        }
        return nil
    }
}
