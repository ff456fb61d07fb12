import Foundation
import GovernorCore
import GovernorGateway
import GovernorPolicy
import Testing

@testable import governor

/// What the configuration says of keys, limits and prices.
@Suite struct QuotaOptionsTests {
    private static func load(_ gateway: String) throws -> GatewayOptions {
        let folder = try WorkFolder()
        try folder.write("gateway:\n" + gateway, to: "governor.yaml")
        return try ConfigurationLoader(environment: Environment([:])).load(
            file: folder.url.appending(path: "governor.yaml").path
        ).gateway
    }

    private static let models = """
          models:
            - name: gpt-4o
              api: openai
              url: https://llm.example/v1
              price: { input_per_million: 2.50, output_per_million: 10, currency: USD }
            - { name: "claude-*", api: anthropic, url: "https://llm.example" }

        """

    @Test func `keys, limits and prices are read`() throws {
        let options = try Self.load(
            Self.models + """
                  quota: { requests_per_minute: 6000 }
                  counters: { when_unavailable: refuse }
                  query_watch: { window: 30m, coverage: 50, distinct_share: 0.98 }
                  keys:
                    - id: checkout
                      models: [gpt-4o, "claude-x*"]
                      quota: { requests_per_minute: 600, tokens_per_minute: 200000, concurrency: 16, tokens_per_day: 5 }
                      each_user: { concurrency: 2 }
                    - { id: "*" }
                """)
        let quotas = options.quotas
        #expect(quotas.everybody == Quota(requestsPerMinute: 6000) && quotas.whenUnavailable == .refuse)
        #expect(quotas.currency == "USD" && quotas.prices.map(\.model) == ["gpt-4o", "claude-*"])
        #expect(
            quotas.prices.map(\.price) == [
                Price(inputPerMillion: ExactDecimal("2.5")!, outputPerMillion: ExactDecimal(10)), nil,
            ])
        #expect(
            quotas.keys.first
                == KeyGrant(
                    id: "checkout", models: ["gpt-4o", "claude-x*"],
                    quota: Quota(
                        requestsPerMinute: 600, tokensPerMinute: 200_000, concurrency: 16, tokensPerDay: 5),
                    eachUser: Quota(concurrency: 2)))
        #expect(quotas.hasBudget && options.queryWatch.window == .seconds(1800))
        #expect(options.queryWatch.coverage == 50 && options.queryWatch.distinctShare == 0.98)
    }

    private static let mistakes = [
        ("  keys: [{ id: a }, { id: a }]\n", "the key 'a' is listed twice", "keep one of the two entries"),
        (
            "  keys: [{ id: a, models: [gpt-4] }]\n", "the key 'a' may ask for 'gpt-4', which no model is called",
            "did you mean 'gpt-4o'?"
        ),
        (
            "  quota: { cost_per_day: 20 }\n",
            "a budget of money needs what every model costs, and 'claude-*' has no price",
            "add 'price:', with 0 where tokens cost nothing"
        ),
        ("  quota: { request_per_minute: 1 }\n", "unknown key 'request_per_minute'", "did you mean"),
        ("  quota: { requests_per_minute: 0 }\n", "expected a whole number from 1", nil),
        ("  quota: { cost_per_day: 0.0000000000001 }\n", "at most twelve decimals", nil),
        ("  keys: [{ id: a, each_user: { tokens_per_day: 9 } }]\n", "unknown key 'tokens_per_day'", nil),
        ("  query_watch: { window: 5s }\n", "the window is shorter than a minute", "write at least 60s"),
        ("  query_watch: { distinct_share: 98 }\n", "expected a number from 0 to 1", nil),
        ("  counters: { when_unavailable: pass }\n", "expected one of serve, refuse", nil),
    ]

    @Test(arguments: mistakes)
    func `a mistake is told with its line and what to do`(text: String, message: String, hint: String?) throws {
        let error = #expect(throws: DocumentErrors.self) { try Self.load(Self.models + text) }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1 && problem.message.contains(message), "\(problem)")
        #expect(hint.map { problem.hint?.contains($0) == true } ?? true)
        #expect(problem.position.line > 1 && problem.description.hasPrefix("\(problem.position): gateway"))
    }

    @Test func `all prices are in one currency`() throws {
        let second = """
              models:
                - { name: a, api: demo, price: { input_per_million: 1, output_per_million: 1, currency: EUR } }
                - { name: b, api: demo, price: { input_per_million: 1, output_per_million: 1, currency: USD } }
            """
        let error = #expect(throws: DocumentErrors.self) { try Self.load(second) }
        #expect(error?.problems.map(\.message).first?.contains("prices are in EUR and USD") == true)
    }
}
