import GovernorCore
import GovernorGateway
import GovernorPolicy

/// One of several servers of a model, and its part of the traffic.
struct TargetOptions: Sendable, Equatable {
    var name: String?
    var cohort: String
    var weight: Int
    var server: ServerOptions
}

extension TargetOptions {
    static let shape: Shape<TargetOptions> = Shape.object(
        "One of several servers of a model, and its part of the traffic.",
        .optional(
            "name", .identifier,
            "What metrics, records and 'governor gateway stop' call it; the model's name, a slash and the cohort if left out."
        ),
        .required("cohort", cohort, "The part of the traffic that metrics tell apart, such as stable or canary."),
        .defaulted(
            "weight", .integer(in: 0...10_000), to: 1,
            "How much of the traffic it gets, in relation to the other targets; 0 for what only takes over when others fail."
        ),
        ServerOptions.api, ServerOptions.url, ServerOptions.servedName, ServerOptions.apiKeyFile,
        ServerOptions.certificateAuthorityFile, ServerOptions.version, ServerOptions.onVersionMismatch
    ) { name, cohort, weight, api, url, servedName, apiKeyFile, authorities, version, onMismatch in
        TargetOptions(
            name: name, cohort: cohort, weight: weight,
            server: ServerOptions(
                api: api, url: url, servedName: servedName, apiKeyFile: apiKeyFile,
                certificateAuthorityFile: authorities, version: version, onVersionMismatch: onMismatch))
    }.refusing("configuration.model") { $0.server.problem }

    private static let cohort: Shape<String> = Shape<String>.string.map(
        expectation: "a word of at most 32 lower-case letters, digits, '_' and '-'",
        schema: ["pattern": "^[a-z0-9_-]{1,32}$"]
    ) { text in
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return (1...32).contains(text.utf8.count) && isWord ? text : nil
    }
}
