import GovernorCore
import GovernorGateway
import GovernorInspect
import GovernorPolicy
import GovernorServer

/// A classifier that is asked where the embedded one is unsure.
struct OpinionOptions: Sendable, Equatable {
    /// What it speaks.
    enum Kind: String, Sendable, CaseIterable {
        case moderation = "openai_moderation"
        case chat = "openai_chat"
        case kserve
        case tei
    }

    let label: TextLabel
    let kind: Kind
    let url: String
    let model: String?
    let labels: [String]
    let input: String?
    let output: String?
    let index: Int?
    let apiKeyFile: String?
    let band: ClosedRange<Double>
    let timeout: Duration
    let onFailure: SecondOpinion.FailureMode

    /// The classifier, with its key read.
    ///
    /// - Throws: ``CommandError`` for a key that cannot be read, `ServiceClientError` for an address or key that cannot be used.
    func opinion() throws -> SecondOpinion {
        let source = try RemoteOpinion(
            form, url: url, apiKey: apiKeyFile.map { try APIKeyFile.key(in: $0) }, timeout: timeout)
        return SecondOpinion(
            of: label, name: model.map { "\(kind.rawValue)/\($0)" } ?? kind.rawValue, between: band,
            onFailure: onFailure, source: source)
    }

    private var form: any ClassifierForm {
        switch kind {
        case .moderation: ModerationForm(model: model, categories: labels)
        case .chat: ChatJudgeForm(model: model ?? "", label: label)
        case .kserve: InferenceForm(model: model ?? "", input: input ?? "text", output: output, index: index)
        case .tei: PredictionForm(labels: labels)
        }
    }
}

extension OpinionOptions {
    static let shape: Shape<OpinionOptions> = Shape.object(
        "A classifier that is asked where the embedded one is unsure.", score, kind, url, model, labels, input, output,
        index, apiKeyFile, between, timeout, onFailure, make: OpinionOptions.init
    ).refusing("configuration.second-opinion") { $0.problem }

    private static let score: Field<TextLabel> = .required(
        "score", .word, "The label whose probability may be uncertain.")
    private static let kind: Field<Kind> = .required("kind", .word, "What the classifier speaks.")
    private static let url: Field<String> = .required(
        "url", .nonEmptyString,
        "Its address; for the openai kinds what comes before /moderations or /chat/completions, such as https://host/v1. "
            + "https, or http on this machine.")
    private static let model: Field<String?> = .optional(
        "model", .identifier, "The model. openai_chat and kserve need it, openai_moderation may have it.")
    private static let labels: Field<[String]> = .defaulted(
        "labels", .list(of: .nonEmptyString, limit: 100), to: [],
        "Whose scores count, the largest of them: categories of openai_moderation, all if left out; labels of tei, at least one."
    )
    private static let input: Field<String?> = .optional(
        "input", .identifier, "kserve: the name of the input, text if left out.")
    private static let output: Field<String?> = .optional(
        "output", .identifier, "kserve: the name of the output, the first if left out.")
    private static let index: Field<Int?> = .optional(
        "index", .integer(in: 0...9999), "kserve: which element of the output counts, from 0; the last if left out.")
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
        if url.utf8.contains(UInt8(ascii: "@")) {
            return ("an address holds no user or password", "put the key into a file and name it under api_key_file")
        }
        switch kind {
        case .chat where model == nil, .kserve where model == nil:
            return ("the kind \(kind.rawValue) needs a model", "add 'model:' with the name it has there")
        case .tei where labels.isEmpty:
            return ("the kind tei needs labels", "add 'labels:' with those that mean \(label.rawValue)")
        case .tei where model != nil:
            return ("the kind tei has no model", "remove 'model:'; the server has one")
        case .chat where !labels.isEmpty, .kserve where !labels.isEmpty:
            return ("the kind \(kind.rawValue) has no labels", "remove 'labels:'")
        case .moderation, .chat, .tei:
            guard input != nil || output != nil || index != nil else { return nil }
            return ("input, output and index are for the kind kserve", "remove them")
        case .kserve: return nil
        }
    }
}
