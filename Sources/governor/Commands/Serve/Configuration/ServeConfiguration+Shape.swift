import GovernorCore
import GovernorGateway
import GovernorPolicy

/// The keys of `governor.yaml`. The loader, the JSON Schema and `docs/configuration.md` all come from here.
extension ServeConfiguration {
    static let shape: Shape<ServeConfiguration> = .object(
        "The configuration of governor serve.",
        .optional("policy", .nonEmptyString, "The policy file to decide by. Needed, here or elsewhere."),
        .defaulted(
            "data", .nonEmptyString, to: "governor-data", "The folder of the ledger and its keys; made if missing."),
        .optional("keys", .nonEmptyString, "The file of API keys; keys/api-keys.json in the data folder if left out."),
        .defaulted("log", LogOptions.shape, to: LogOptions(), "What is logged, on standard error."),
        .defaulted("gateway", GatewayOptions.shape, to: GatewayOptions(), "The listener that decides."),
        .defaulted(
            "evidence", EvidenceOptions.shape, to: EvidenceOptions(),
            "The listener that takes evidence and shows the log."),
        .defaulted("telemetry", TelemetryOptions.shape, to: TelemetryOptions(), "Where traces go."),
        make: ServeConfiguration.init)

    /// The default of everything.
    static let defaults = ServeConfiguration(
        policy: nil, data: "governor-data", keys: nil, log: LogOptions(), gateway: GatewayOptions(),
        evidence: EvidenceOptions())
}

extension LogOptions {
    fileprivate static let shape: Shape<LogOptions> = .object(
        "What is logged.",
        .defaulted("level", .word, to: .info, "The least important messages that are logged."),
        .defaulted("format", .word, to: .json, "json for machines, text for people. Neither ever holds user text."),
        make: LogOptions.init)
}

extension GatewayOptions {
    fileprivate static let shape: Shape<GatewayOptions> = .object(
        "The listener that decides.",
        .defaulted("host", .nonEmptyString, to: "127.0.0.1", "The address to listen on."),
        .defaulted("port", .integer(in: 0...65_535), to: 8081, "The TCP port; 0 lets the system choose."),
        .defaulted("auth", .word, to: .keys, ServeConfiguration.authSentence),
        .defaulted(
            "stream", streamName, to: GatewayOptions().stream, shown: .string(GatewayOptions().stream.text),
            "The sequence that this gateway's decisions are numbered in."),
        .defaulted(
            "record_content", .bool, to: false,
            "Whether the encrypted, erasable record of a decision holds the text that was decided about."),
        .optional(
            "corpus", .nonEmptyString,
            "The index of works that outputs must not repeat, from 'governor corpus build'. Without it verbatim_ratio is what the caller states."
        ),
        .defaulted(
            "second_opinions", opinions, to: [],
            "Classifiers that are asked where the embedded one is unsure; one at most for each score. They are sent the texts."
        ),
        .defaulted(
            "models", ModelOptions.list, to: [],
            "The models that clients may ask for. Requests for others are refused."),
        .defaulted(
            "unread", UnreadContent.shape, to: UnreadContent(),
            "What may pass although it cannot be inspected, for models that do not say so themselves."),
        .defaulted("holds", HoldOptions.shape, to: HoldOptions(), "What becomes of what a policy holds for review."),
        .defaulted(
            "safe_mode", SafeModeOptions.shape, to: SafeModeOptions(), "Who answers where a policy wants safe mode."),
        .defaulted(
            "summaries", SummaryOptions.shape, to: SummaryOptions(),
            "What takes the place of an answer that a policy wants summarized."),
        .defaulted("quota", Quota.shape, to: Quota(), "How much all keys together may ask of models."),
        .defaulted(
            "keys", .list(of: KeyGrant.shape, limit: 10_000), to: [],
            "What single API keys may ask of models; any model, and as much as they like, those that no entry is for."),
        .defaulted("counters", CounterOptions.shape, to: CounterOptions(), "How the counters of budgets are kept."),
        .defaulted(
            "query_watch", QueryWatchThresholds.shape, to: QueryWatchThresholds(),
            "Ways to use a key that are reported."),
        .defaulted("limits", GatewayLimitOptions.shape, to: GatewayLimitOptions(), "What one client may ask for."),
        make: GatewayOptions.init
    ).refusing("configuration.second-opinion") { gateway in
        guard gateway.secondOpinions.contains(where: { $0.timeout >= gateway.limits.requestTimeout }) else {
            return nil
        }
        return (
            "a second opinion may take as long as a whole decision",
            "set its timeout below limits.request_timeout"
        )
    }.refusing("configuration.quota") { $0.quotaProblem }
        .refusing("configuration.substitute") { $0.substituteProblem }

    private static let opinions: Shape<[OpinionOptions]> = Shape.list(of: OpinionOptions.shape, limit: 3)
        .refusing("configuration.second-opinion") { opinions in
            guard Set(opinions.map(\.label)).count < opinions.count else { return nil }
            return ("two second opinions on the same score", "keep one of them")
        }

    private static let streamName: Shape<StreamName> = Shape<String>.string.map(
        expectation: "a name of at most 128 lower-case letters, digits and '._-'",
        schema: ["pattern": "^[a-z0-9._-]{1,128}$"], StreamName.init)
}

extension GatewayLimitOptions {
    fileprivate static let shape: Shape<GatewayLimitOptions> = .object(
        "What one client may ask of the gateway.",
        number("body_bytes", 1024...(64 << 20), 1 << 20, "The most bytes of a request's body."),
        number(
            "total_body_bytes", 1024...(1 << 40), 64 << 20,
            "The most bytes of all bodies together that are received or decided about at a time; no body may have more, and "
                + "what comes on top is refused with 503. The process takes a few times as much."),
        number("header_bytes", 1024...(1 << 20), 32 << 10, "The most bytes of all header fields."),
        number("connections", 1...1_000_000, 4096, "The most connections at a time; further ones are closed."),
        time("idle_timeout", 60, "How long a connection may stay without a complete request head."),
        time("body_timeout", 15, "How long a request's body may take to arrive."),
        time("request_timeout", 30, "How long a decision may take before the client is told that it is denied."),
        time("shutdown_timeout", 10, "How long a shutdown waits for requests in flight."),
        make: GatewayLimitOptions.init)
}

extension EvidenceOptions {
    fileprivate static let shape: Shape<EvidenceOptions> = .object(
        "The listener that takes evidence and shows the log.",
        .defaulted("host", .nonEmptyString, to: "127.0.0.1", "The address to listen on."),
        .defaulted("port", .integer(in: 0...65_535), to: 8080, "The TCP port; 0 lets the system choose."),
        .defaulted("auth", .word, to: .keys, ServeConfiguration.authSentence),
        .defaulted(
            "public_log", .bool, to: false,
            "Whether checkpoint, tiles and receipts need no key. They hold no text, but show how much happens when."),
        .defaulted("limits", EvidenceLimitOptions.shape, to: EvidenceLimitOptions(), "What one client may ask for."),
        make: EvidenceOptions.init)
}

extension EvidenceLimitOptions {
    fileprivate static let shape: Shape<EvidenceLimitOptions> = .object(
        "What one client may ask of the evidence service.",
        number("body_bytes", 1024...(64 << 20), 1 << 20, "The most bytes of a request's body."),
        number(
            "connections", 1...1_000_000, 1024, "The most connections at a time; others wait to be accepted."),
        time("idle_timeout", 60, "How long a connection may be idle."),
        time("request_timeout", 30, "How long an answer may take."),
        time("shutdown_timeout", 10, "How long a shutdown waits for requests in flight."),
        make: EvidenceLimitOptions.init)
}

/// A whole number with a default.
private func number(_ key: String, _ range: ClosedRange<Int>, _ value: Int, _ sentence: String) -> Field<Int> {
    .defaulted(key, .integer(in: range), to: value, sentence)
}

/// A length of time with a default in seconds.
private func time(_ key: String, _ seconds: Int64, _ sentence: String) -> Field<Swift.Duration> {
    .defaulted(key, .duration, to: .seconds(seconds), shown: .string("\(seconds)s"), sentence)
}

extension ServeConfiguration {
    fileprivate static let authSentence =
        "keys: callers bear an API key. none: anybody on this machine may call, and the listener takes no other address "
        + "than loopback."
}
