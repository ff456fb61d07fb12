import Foundation
import GovernorGateway
import GovernorPolicy
import Testing

@testable import governor

/// What the configuration says of safe mode and summaries.
@Suite struct SubstituteOptionsTests {
    private static func load(_ gateway: String) throws -> GatewayOptions {
        let folder = try WorkFolder()
        try folder.write("gateway:\n  models: [{name: careful, api: demo}]\n" + gateway, to: "governor.yaml")
        return try ConfigurationLoader(environment: Environment([:])).load(
            file: folder.url.appending(path: "governor.yaml").path
        ).gateway
    }

    @Test func `safe mode has a model or an answer, and summaries a model`() throws {
        #expect(try Self.load("").substitutes == Substitutes())
        let models = try Self.load("  safe_mode: {model: careful}\n  summaries: {model: careful}\n").substitutes
        #expect(models.safeMode == .model("careful") && models.summaryModel == "careful")
        #expect(try Self.load("  safe_mode: {answer: No.}\n").substitutes.safeMode == .answer("No."))
    }

    @Test(arguments: [
        (
            "  safe_mode: {model: carefull}\n", "no model serves 'carefull', which safe_mode names",
            "did you mean 'careful'?"
        ),
        ("  summaries: {model: x}\n", "no model serves 'x', which summaries names", "add a model of that name"),
        ("  safe_mode: {model: careful, answer: No.}\n", "safe mode has a model or an answer", "remove one of them"),
    ])
    func `what does not go together is refused`(text: String, message: String, hint: String) throws {
        let error = #expect(throws: DocumentErrors.self) { try Self.load(text) }
        let problem = try #require(error?.problems.first)
        #expect(error?.problems.count == 1 && problem.message.hasSuffix(message) && problem.hint == hint)
    }
}
