import Foundation
import GovernorCore
import GovernorPolicy
import Testing

/// Runs the commands of the CI integrations as their platforms would: taken from the files, inputs substituted, in a fresh
/// git repository.
struct IntegrationTests {
    // MARK: GitHub

    @Test(arguments: [("passing", 0, "PASS"), ("breach", 1, "FAIL"), ("nowhere", 2, "")])
    func `G.8: the GitHub Action runs the gate and says how it went`(
        artifacts: String, status: Int32, outcome: String
    ) async throws {
        let folder = try await repository()
        let run = try await action(["config": "policy.yaml", "artifacts": artifacts], in: folder)
        #expect(run.status == status, "\(run.everything)")
        #expect(try folder.text("output") == (outcome.isEmpty ? "" : "outcome=\(outcome)\n"))
        #expect(folder.has("evidence.json") == (status != 2))
        #expect(run.diagnostics.contains("::error file=breach/eval_fairness.json") == (status == 1))
        #expect((try? folder.text("summary"))?.contains("Governance Gate FAILED") ?? false == (status == 1))
    }

    @Test func `an input of the GitHub Action is a value, never a command`() async throws {
        let folder = try await repository()
        let run = try await action(
            ["config": "policy.yaml", "artifacts": "passing\"; touch owned; echo \"$(touch owned)"], in: folder)
        #expect(run.status == 2)
        #expect(!folder.has("owned"))
    }

    @Test func `every input of the GitHub Action is described, and every one it uses exists`() throws {
        let document = try yaml("action.yml")
        let inputs = try #require(document["inputs"]?.object)
        for (name, input) in inputs { #expect(input["description"]?.string?.isEmpty == false, "\(name)") }
        let used = try Repository.text("action.yml").matches(of: /\$\{\{ inputs\.([a-z-]+) \}\}/).map { String($0.1) }
        #expect(Set(used) == Set(inputs.keys))
    }

    // MARK: pre-commit

    @Test(arguments: [("passing", 0), ("breach", 1)])
    func `G.8: the pre-commit hook stops a commit that breaks the policy`(
        artifacts: String, status: Int32
    ) async throws {
        let folder = try await repository()
        let hook = try #require(try yaml(".pre-commit-hooks.yaml").array?.first { $0["id"]?.string == "governor-gate" })
        #expect(hook["language"]?.string == "system")
        #expect(hook["pass_filenames"]?.bool == false)
        // A repository overrides `args`; the hook's own name the default places.
        let entry = try #require(hook["entry"]?.string)
        let given = try await CommandRun.shell(
            "\(entry) --config policy.yaml --artifacts \(artifacts)", in: folder)
        #expect(given.status == status)
        try move(artifacts, to: "governance/artifacts", in: folder)
        try move("policy.yaml", to: "governance/policy.yaml", in: folder)
        let arguments = try #require(hook["args"]?.array).compactMap(\.string)
        let standard = try await CommandRun.shell(([entry] + arguments).joined(separator: " "), in: folder)
        #expect(standard.status == status, "\(standard.everything)")
        let tree = try await CommandRun.shell("git status --porcelain --untracked-files=no", in: folder)
        #expect(!tree.output.contains("evidence"))
    }

    @Test func `every command that a pre-commit hook names exists`() async throws {
        for hook in try yaml(".pre-commit-hooks.yaml").array ?? [] {
            let entry = try #require(hook["entry"]?.string)
            let run = try await CommandRun.shell("\(entry) --help", in: WorkFolder())
            #expect(run.status == 0, "\(entry)")
            let words = entry.split(separator: " ").dropFirst().joined(separator: " ")
            #expect(run.output.contains("USAGE: governor \(words)"))
        }
    }

    // MARK: GitLab

    @Test(arguments: [("passing", 0), ("breach", 1), ("nowhere", 2)])
    func `G.8: the GitLab template runs the gate and leaves a JUnit report`(
        artifacts: String, status: Int32
    ) async throws {
        let folder = try await repository()
        let job = try #require(try yaml("ci-templates/gitlab.yml")[".governor-gate"])
        var environment = variables(job)
        environment["GOVERNOR_CONFIG"] = "policy.yaml"
        environment["GOVERNOR_ARTIFACTS"] = artifacts
        let run = try await gitlab(job, in: folder, environment)
        #expect(run.status == status, "\(run.everything)")
        #expect(run.output.contains("Overall: ") == (status != 2))
        let report = try #require(job["artifacts"]?["reports"]?["junit"]?.string)
        #expect(folder.has(report) == (status != 2))
        for path in job["artifacts"]?["paths"]?.array ?? [] {
            #expect(folder.has(path.string ?? "") == (status != 2))
        }
    }

    // MARK: Platforms

    private func repository() async throws -> WorkFolder {
        let folder = try WorkFolder.world()
        let run = try await CommandRun.shell(
            "git init -q . && git add -A && git -c user.name=t -c user.email=t@example.invalid commit -qm world",
            in: folder)
        try #require(run.status == 0, "\(run.everything)")
        return folder
    }

    /// Runs the steps of a composite action as the runner does: inputs with their defaults, outputs in a file.
    private func action(_ given: [String: String], in folder: WorkFolder) async throws -> CommandRun {
        let document = try yaml("action.yml")
        var inputs = given
        for (name, input) in document["inputs"]?.object ?? [:] where inputs[name] == nil {
            #expect(input["required"]?.bool != true, "\(name) is required")
            inputs[name] = input["default"]?.string
        }
        let steps = try #require(document["runs"]?["steps"]?.array)
        #expect(document["runs"]?["using"]?.string == "composite")
        #expect(steps.count == 1)
        let step = try #require(steps.first)
        #expect(step["shell"]?.string == "bash")
        var environment = [
            "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "\(folder.url.path)/output", "GITHUB_SHA": "4f1c",
            "GITHUB_STEP_SUMMARY": "\(folder.url.path)/summary", "GITHUB_RUN_ID": "1",
        ]
        for (name, value) in step["env"]?.object ?? [:] {
            environment[name] = substitute(inputs, in: value.string ?? "")
        }
        try folder.write("", to: "output")
        let script = substitute(inputs, in: try #require(step["run"]?.string))
        return try await CommandRun.shell(
            "set -eo pipefail\n\(script)", in: folder, environment: environment, shell: "/bin/bash")
    }

    private func substitute(_ inputs: [String: String], in text: String) -> String {
        inputs.reduce(text) { $0.replacingOccurrences(of: "${{ inputs.\($1.key) }}", with: $1.value) }
    }

    /// Runs the script of a job as GitLab's runner does: its lines in one shell that stops at the first failure.
    private func gitlab(
        _ job: JSONValue, in folder: WorkFolder, _ environment: [String: String]
    ) async throws -> CommandRun {
        let lines = try #require(job["script"]?.array).compactMap(\.string)
        return try await CommandRun.shell(
            (["set -eo pipefail"] + lines).joined(separator: "\n"), in: folder, environment: environment,
            shell: "/bin/bash")
    }

    private func variables(_ job: JSONValue) -> [String: String] {
        (job["variables"]?.object ?? [:]).reduce(into: [:]) { $0[$1.name] = $1.value.string }
    }

    private func yaml(_ path: String) throws -> JSONValue {
        try Document(Array(try Repository.text(path).utf8), name: path).root.json
    }

    private func move(_ path: String, to other: String, in folder: WorkFolder) throws {
        let target = folder.url.appending(path: other)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.moveItem(at: folder.url.appending(path: path), to: target)
    }
}
