import Testing

struct CommandCaseTests {
    @Test(arguments: CommandCase.all)
    func `a recorded session repeats itself`(session: CommandCase) async throws {
        let run = try await CommandRun.shell(session.script, in: .world())
        try Golden.expect(Golden.stable(session.transcript(of: run)), matches: session.file)
    }

    @Test func `the recorded sessions are found`() {
        #expect(CommandCase.all.count >= 10)
    }
}
