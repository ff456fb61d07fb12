import ArgumentParser
import ConformanceCases
import Foundation
import GovernorCore
import GovernorTesting

/// Runs published cases against this implementation, from any path, so that others can check it with cases of their own.
@main struct Conformance: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run published conformance cases.",
        discussion: """
            Prints counts for each file and the ids that fail. Exit codes: 0 all passed, 1 some failed, 2 a file cannot be \
            read, 64 wrong usage.

            Example: conformance cel Tests/Fixtures/cel/basic.json
            """)

    enum Suite: String, ExpressibleByArgument, CaseIterable { case cel, ledger, audit }
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "The suite the files belong to.")
    var suite: Suite

    @Argument(help: "Case files in the formats of Tests/Fixtures.")
    var files: [String]

    @Option(help: "How to print the report.")
    var format: Format = .text

    func run() throws {
        var reports: [FileReport] = []
        for path in files {
            do {
                let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
                reports.append(try suite.run(file: URL(filePath: path), bytes: bytes))
            } catch {
                let known = error as? any GovernorError ?? UnreadableCases(path: path)
                let hint = known.hint.map { "hint: \($0)\n" } ?? ""
                FileHandle.standardError.write(Data("error: \(path): \(known.message)\n\(hint)".utf8))
                throw ExitCode(2)
            }
        }
        let report = ConformanceReport(files: reports)
        print(format == .json ? report.json.compactText : report.text)
        if !report.isPassed { throw ExitCode(1) }
    }
}

extension Conformance.Suite {
    fileprivate func run(file: URL, bytes: [UInt8]) throws -> FileReport {
        let name = file.lastPathComponent
        switch self {
        case .cel: return try CELConformance.run(file: name, bytes: bytes)
        case .ledger: return try LedgerConformance.run(file: name, bytes: bytes)
        case .audit:
            return try AuditConformance.run(file: name, bytes: bytes) { path in
                let data = file.deletingLastPathComponent().appending(path: path)
                guard FileManager.default.fileExists(atPath: data.path()) else { return nil }
                return [UInt8](try Data(contentsOf: data))
            }
        }
    }
}

/// Why a file of cases cannot be read.
private struct UnreadableCases: GovernorError {
    private let isMissing: Bool

    init(path: String) { isMissing = !FileManager.default.fileExists(atPath: path) }

    var code: String { isMissing ? "conformance.missing" : "conformance.unreadable" }
    var message: String { isMissing ? "the file does not exist" : "the file cannot be read" }
    var hint: String? { isMissing ? "check the path; case files of this project are in Tests/Fixtures" : nil }
}
