import GovernorCore
import GovernorInspect
import GovernorServer

/// A model behind an API that is compatible with OpenAI's, perhaps with a policy before and behind it.
struct ChatTarget: RedTeamTarget {
    /// What the model is told.
    struct Model: Sendable {
        /// Its name at the endpoint.
        let name: String
        /// The system message, if any.
        let instructions: String?
        /// The most tokens of an answer; nil leaves it to the endpoint.
        let tokenLimit: Int?
    }

    let name: String
    let identity: JSONObject
    private let client: ServiceClient
    private let attempts: Int
    private let model: Model
    private let policy: PolicyTarget?
    private let judge = AnswerJudge()

    init(_ options: RedTeamService, model: Model, policy: PolicyTarget?, apiKey: String?) throws {
        name = "model \(model.name) at \(options.url)" + (policy.map { " behind \($0.name)" } ?? "")
        identity = [
            "endpoint": .string(options.url), "model": .string(model.name),
            "system": model.instructions.map { .string($0) } ?? .null,
            "max_tokens": model.tokenLimit.map { .integer($0) } ?? .null,
            "policy": policy.map { .object($0.identity) } ?? .null, "judge": .integer(AnswerJudge.version),
        ]
        client = try ServiceClient(
            .chat, url: options.url, path: "/chat/completions", apiKey: apiKey, timeout: options.timeout,
            pause: options.pause)
        attempts = options.attempts
        self.model = model
        self.policy = policy
    }

    func outcome(of prompt: String) async throws -> AttackOutcome? {
        var asked = prompt
        if let decision = policy?.decision(on: prompt, at: .prompt) {
            guard decision.outcome.wentThrough else { return decision.outcome }
            asked = decision.text
        }
        let answer = try await client.post(request(asked), attempts: attempts)
        guard answer.status == 200 else {
            // Messages of other people's services may repeat what was sent; only what looks like a code is shown.
            let code = (answer.json?["error"]?["code"] ?? answer.json?["error"]?["type"])?.string
            throw ServiceClientError.refused(
                .chat, status: answer.status, code: nil, detail: code.flatMap { $0.isCode ? $0 : nil },
                hint: answer.status == 401 ? "check the file of --api-key-file" : nil)
        }
        guard let choice = answer.json?["choices"]?.array?.first, let message = choice["message"]?.object else {
            throw ServiceClientError.unexpectedAnswer(.chat, status: answer.status)
        }
        return outcome(of: message, reason: choice["finish_reason"]?.string, to: asked)
    }

    private func request(_ prompt: String) -> JSONValue {
        var messages: [JSONValue] = [["role": "user", "content": .string(prompt)]]
        if let text = model.instructions { messages.insert(["role": "system", "content": .string(text)], at: 0) }
        var body: JSONObject = ["model": .string(model.name), "messages": .array(messages)]
        if let limit = model.tokenLimit { body["max_tokens"] = .integer(limit) }
        return .object(body)
    }

    private func outcome(of message: JSONObject, reason: String?, to prompt: String) -> AttackOutcome? {
        if reason == "content_filter" { return .stopped }
        if message["tool_calls"]?.array?.isEmpty == false { return .passed }
        if let refusal = message["refusal"]?.string, !refusal.isEmpty { return .refused }
        // A string, or a list of parts with texts.
        let text =
            message["content"]?.string
            ?? (message["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
        // Cut off before the first word, which says nothing; else a model that is silent.
        guard !text.isEmpty else { return reason == "length" ? nil : .refused }
        let judged = judge.outcome(of: text, to: prompt)
        guard judged.wentThrough, let decision = policy?.decision(on: text, at: .output) else { return judged }
        return decision.outcome.wentThrough ? judged : decision.outcome
    }
}

extension String {
    /// Whether this is a code such as `invalid_api_key`, and neither a sentence nor a key.
    fileprivate var isCode: Bool {
        utf8.count <= 64 && utf8.allSatisfy { (0x61...0x7A).contains($0) || "_-.".utf8.contains($0) }
    }
}
