import GovernorCore
import GovernorInspect
import GovernorServer

/// The filter of a running policy gateway.
struct GatewayTarget: RedTeamTarget {
    let name: String
    let identity: JSONObject
    private let client: ServiceClient
    private let attempts: Int

    init(_ options: RedTeamService, apiKey: String?) throws {
        name = "gateway \(options.url)"
        identity = ["gateway": .string(options.url)]
        client = try ServiceClient(
            .gateway, url: options.url, path: "/filter/prompt", apiKey: apiKey, timeout: options.timeout,
            pause: options.pause)
        attempts = options.attempts
    }

    func outcome(of prompt: String) async throws -> AttackOutcome? {
        let answer = try await client.post(["prompt": .string(prompt)], attempts: attempts)
        guard answer.status == 200 else {
            // Its errors never repeat what was sent.
            let error = answer.json?["error"]
            throw ServiceClientError.refused(
                .gateway, status: answer.status, code: error?["code"]?.string, detail: error?["message"]?.string,
                hint: nil)
        }
        guard answer.json?["allowed"]?.bool != nil,
            let action = answer.json?["action"]?.string.flatMap(Action.init(rawValue:))
        else { throw ServiceClientError.unexpectedAnswer(.gateway, status: answer.status) }
        return AttackOutcome(action)
    }
}

/// How a service is asked.
struct RedTeamService: Sendable {
    /// Its address.
    let url: String
    /// How long an attempt may take.
    let timeout: Duration
    /// How often a request is sent at most.
    let attempts: Int
    /// How long to wait before the second attempt.
    var pause = ServiceClient.pause
}
