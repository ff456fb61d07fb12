import GovernorCore

/// What all our SARIF 2.1.0 documents (OASIS) have in common.
enum SARIF {
    /// A document with one run.
    ///
    /// - Parameters:
    ///   - rules: The rules, in the order that results refer to by index.
    ///   - invocation: How the run went.
    ///   - properties: What the run was about.
    ///   - results: What was found.
    static func document(
        rules: [JSONValue], invocation: JSONValue, properties: JSONValue, results: [JSONValue]
    ) -> JSONValue {
        [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "Governor", "version": .string(BuildInformation.version),
                            "semanticVersion": .string(BuildInformation.version), "rules": .array(rules),
                        ]
                    ],
                    "invocations": [invocation], "properties": properties, "results": .array(results),
                ]
            ],
        ]
    }

    /// The place of a result.
    ///
    /// - Parameter line: From 1.
    static func location(path: String, line: Int) -> JSONValue {
        [
            "physicalLocation": [
                "artifactLocation": ["uri": .string(uri(path))], "region": ["startLine": .integer(line)],
            ]
        ]
    }

    /// A path as a URI reference, RFC 3986: relative to the repository as code scanning expects, or a `file` URI.
    private static func uri(_ path: String) -> String {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let relative = path.utf8.starts(with: "./".utf8) ? String(path.dropFirst(2)) : path
        return (isAbsolute ? "file://" : "") + relative.percentEncoded(keeping: "/")
    }
}
