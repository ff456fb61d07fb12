import ArgumentParser
import GovernorCore
import GovernorPolicy

/// `governor policy schema`: the JSON Schema that editors complete and check with.
struct PolicySchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of policy files, for editors.",
        discussion: """
            Point your editor at it with a first line such as: # yaml-language-server: $schema=policy.schema.json

            \(ExitCodes.policySchema)

            Example:
              $ governor policy schema
            """)

    @Flag(help: "Print the schema of test files instead.")
    var tests = false

    func run() throws {
        let schema = tests ? PolicyTestSuite.jsonSchema : Policy.jsonSchema
        try StandardStream.output.write(schema.prettyText + "\n")
    }
}
