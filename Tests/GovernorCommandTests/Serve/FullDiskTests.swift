import Foundation
import Testing

/// A disk that takes no more, as far as a process can tell: no file may grow beyond a limit.
@Suite struct FullDiskTests {
    private static let configuration = """
        policy: examples/policies/adr-006.embedded-governance.yaml
        data: d
        gateway: { auth: none, models: [{ name: governor-demo, api: demo }] }
        evidence: { auth: none }
        """
    private static let arguments = ["serve", "--config", "governor.yaml"]
    private static let body = #"{"model":"governor-demo","messages":[{"role":"user","content":"Good morning"}]}"#

    @Test func `nothing leaves that a full disk does not hold, and what has left is there when there is room again`()
        async throws
    {
        let folder = try WorkFolder.examples()
        try folder.write(Self.configuration, to: "governor.yaml")
        // In blocks of 512 bytes. Without the trap the system would end the process.
        let server = try await RunningServer(Self.arguments, in: folder, ulimit: "-f 3000; trap '' XFSZ")
        let gateway = try server.url("gateway")
        let asked = try await RunningServer.curl(
            ["-i", "-H", "content-type: application/json", "-d", Self.body, "\(gateway)/v1/chat/completions?[1-400]"],
            in: folder)
        let answers = asked.text.components(separatedBy: "HTTP/1.1 ").dropFirst()
        let receipts = answers.compactMap { answer in
            answer.split(whereSeparator: \.isNewline).first { $0.hasPrefix("governor-receipt: ") }?.dropFirst(18)
        }
        #expect(answers.count == 400 && !receipts.isEmpty && receipts.count < 400)
        for answer in answers {
            #expect(answer.hasPrefix("200") == answer.contains("governor-receipt: "))
            #expect(answer.hasPrefix("200") || answer.hasPrefix("503"))
            #expect(answer.hasPrefix("200") || !answer.contains("You wrote"))
        }
        #expect(asked.status == 503)
        #expect(try await RunningServer.curl(["\(gateway)/health"], in: folder).status == 503)
        _ = await server.end()

        let again = try await RunningServer(Self.arguments, in: folder)
        let evidence = try again.url("evidence")
        let ids = receipts.joined(separator: ",")
        let found = try await RunningServer.curl(
            ["-o", "/dev/null", "\(evidence)/receipts/{\(ids)}"], in: folder)
        #expect(found.text.split(separator: "\n").allSatisfy { $0 == "200" } && found.status == 200)
        let gatewayAgain = try again.url("gateway")
        let next = try await RunningServer.curl(
            ["-H", "content-type: application/json", "-d", Self.body, "\(gatewayAgain)/v1/chat/completions"], in: folder
        )
        #expect(next.status == 200)
        #expect(await again.end() == 0)
        #expect(try await CommandRun.governor(["ledger", "fsck", "--ledger", "d"], in: folder).status == 0)
    }
}
