import ArgumentParser
import GovernorCore
import GovernorLedger

/// `governor keys`: the API keys of the two listeners.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list and revoke API keys.",
        discussion: """
            A server reads its keys when it starts: restart it after a change.

            Example:
              $ governor keys create --id checkout-service --role service \\
                  --data governor-data
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    /// Where the keys are.
    struct Location: ParsableArguments {
        @Option(help: ArgumentHelp("The configuration file of the server.", valueName: "file"))
        var config: String?

        @Option(help: ArgumentHelp("The server's data folder.", valueName: "folder"))
        var data: String?

        func file() throws -> KeyringFile {
            let flags = data.map {
                [ConfigurationLoader.Override(path: "data", text: $0, origin: "--data")]
            }
            let configuration = try ConfigurationLoader(environment: .process).load(file: config, flags: flags ?? [])
            return KeyringFile(path: configuration.keyringPath)
        }
    }

    /// `governor keys create`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and print its secret, once.",
            discussion: """
                \(ExitCodes.keys)

                Example:
                  $ governor keys create --id nightly-build --role developer \\
                      --data governor-data
                """)

        @OptionGroup var location: Location

        @Option(help: "A name for the key, unique among the keys; it shows who caused a fact.")
        var id: String

        @Option(
            help: "What its bearer may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).",
            transform: { text in
                guard let role = Role(rawValue: text) else {
                    let near = nearestName(to: text, among: Role.allCases.map(\.rawValue))
                    throw ValidationError("there is no such role\(near.map { "; did you mean '\($0)'?" } ?? "")")
                }
                return role
            })
        var role: Role

        func validate() throws {
            guard StreamName(id) != nil, id != Principal.local.id else {
                throw ValidationError("--id takes at most 128 lower-case letters, digits and '._-', and not 'local'")
            }
        }

        func run() throws {
            let secret = try location.file().create(id: id, role: role)
            Diagnostics.note("this is the only time the secret of '\(id)' is shown")
            try StandardStream.output.write(secret + "\n")
        }
    }

    /// `governor keys list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys; their secrets are not stored.",
            discussion: """
                \(ExitCodes.keys)

                Example:
                  $ governor keys list --data governor-data --format json
                """)

        @OptionGroup var location: Location

        @Option(help: "text for people, json for scripts.")
        var format = OutputFormat.text

        func run() throws {
            let keys = try location.file().load()?.all ?? []
            switch format {
            case .text:
                for key in keys { try StandardStream.output.write("\(key.id)\t\(key.role.rawValue)\t\(key.created)\n") }
            case .json:
                let rows = keys.map { key -> JSONValue in
                    [
                        "id": .string(key.id), "role": .string(key.role.rawValue),
                        "created": .string(key.created.description),
                    ]
                }
                try StandardStream.output.write(JSONValue.object(["keys": .array(rows)]).prettyText + "\n")
            }
        }
    }

    /// `governor keys revoke`.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a key.",
            discussion: """
                \(ExitCodes.revoke)

                Example:
                  $ governor keys create --id nightly-build --role developer \\
                      --data governor-data
                  $ governor keys revoke nightly-build --data governor-data
                """)

        @OptionGroup var location: Location

        @Argument(help: "The key's name.")
        var id: String

        func run() throws {
            guard try location.file().revoke(id: id) else {
                Diagnostics.warn("there is no key named '\(id)'")
                throw ExitCode.answerIsNo
            }
        }
    }
}
