import Foundation
import GovernorCore
import GovernorInspect
import Testing

@testable import governor

struct TrialJournalTests {
    private static let run = Digest(bytes: [UInt8](repeating: 7, count: 32))
    private static let trials = ["a", "b", "c"].map {
        AttackTrial(Attack(id: $0, source: "s", kind: "k", text: "PLANTED-\($0)"), .base64)
    }

    /// A folder with a journal of the first two trials.
    private static func begun() throws -> (folder: WorkFolder, path: String) {
        let folder = try WorkFolder()
        let path = folder.url.appending(path: "results.jsonl").path
        let journal = try TrialJournal(path: path, run: #require(run))
        #expect(journal.outcomes.isEmpty)
        try journal.append(trials[0], .passed)
        try journal.append(trials[1], .refused)
        try journal.flush()
        return (folder, path)
    }

    @Test func `results are there again, and hold no text`() throws {
        let (folder, path) = try Self.begun()
        let journal = try TrialJournal(path: path, run: #require(Self.run))
        #expect(journal.outcomes == [.init(Self.trials[0]): .passed, .init(Self.trials[1]): .refused])
        #expect(try !folder.text("results.jsonl").contains("PLANTED"))
        #expect(try folder.mode(of: "results.jsonl") == 0o600)
    }

    @Test func `wherever the last line is torn, it is removed and written again`() throws {
        let (folder, path) = try Self.begun()
        let whole = try folder.text("results.jsonl")
        let last = try #require(whole.dropLast().lastIndex(of: "\n"))
        for length in whole.distance(from: whole.startIndex, to: last) + 1..<whole.count {
            try folder.write(String(whole.prefix(length)), to: "results.jsonl")
            let journal = try TrialJournal(path: path, run: #require(Self.run))
            #expect(journal.outcomes == [.init(Self.trials[0]): .passed])
            try journal.append(Self.trials[1], .refused)
            #expect(try folder.text("results.jsonl") == whole)
        }
        let header = try #require(whole.split(separator: "\n").first)
        for length in 0...header.count {
            try folder.write(String(header.prefix(length)), to: "results.jsonl")
            #expect(try TrialJournal(path: path, run: #require(Self.run)).outcomes.isEmpty)
            #expect(try folder.text("results.jsonl") == header + "\n")
        }
    }

    @Test func `the results of another run are refused and left alone`() throws {
        let (folder, path) = try Self.begun()
        let before = try folder.text("results.jsonl")
        let other = try #require(Digest(bytes: [UInt8](repeating: 8, count: 32)))
        let error = #expect(throws: CommandError.self) { try TrialJournal(path: path, run: other) }
        #expect(error?.message.contains("another run") == true)
        #expect(try folder.text("results.jsonl") == before)
    }

    @Test(arguments: ["notes\nof mine", "notes", "{}\n", "\n"])
    func `a file of something else is refused and left alone`(text: String) throws {
        let folder = try WorkFolder()
        try folder.write(text, to: "mine")
        #expect(throws: CommandError.self) {
            try TrialJournal(path: folder.url.appending(path: "mine").path, run: #require(Self.run))
        }
        #expect(try folder.text("mine") == text)
    }

    @Test func `a line that is no result is named`() throws {
        let (folder, path) = try Self.begun()
        try folder.write(
            try folder.text("results.jsonl") + #"{"id":"c","mutation":"base64"}"# + "\n", to: "results.jsonl")
        let error = #expect(throws: CommandError.self) { try TrialJournal(path: path, run: #require(Self.run)) }
        #expect(error?.message.contains("line 4") == true)
    }

    @Test func `two runs do not write to one file`() throws {
        let (folder, path) = try Self.begun()
        let first = try TrialJournal(path: path, run: #require(Self.run))
        let error = #expect(throws: CommandError.self) { try TrialJournal(path: path, run: #require(Self.run)) }
        #expect(error?.message.contains("another run writes to it") == true)
        try first.append(Self.trials[2], .stopped)
        #expect(try folder.text("results.jsonl").split(separator: "\n").count == 4)
    }

    @Test func `nothing is written through a link`() throws {
        let (folder, _) = try Self.begun()
        let link = folder.url.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "results.jsonl")
        #expect(throws: CommandError.link(path: link)) { try TrialJournal(path: link, run: #require(Self.run)) }
    }
}
