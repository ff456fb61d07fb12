import ConformanceCases
import Foundation
import Testing

/// The cases of `Tests/Fixtures/audit`, and those that cannot be part of the project where they lie beside it.
struct AuditCaseTests {
    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let fixtures = project.appending(path: "Tests/Fixtures/audit")
    /// Data without a licence at their source stay outside the project.
    static let outside = project.deletingLastPathComponent().appending(path: "shared/golden/audit")

    static let goldens = [
        "aequitas", "calibration", "drift", "exponentiated_gradient", "fairness", "fairness_aif360", "fairness_edge",
        "intervals", "reweighing", "threshold_optimizer",
    ].map { "\($0).json" }

    @Test(arguments: ["drift.json", "fairness_edge.json", "intervals.json", "synthetic.json"])
    func `the numbers of reference implementations are met`(file: String) throws {
        let report = try Self.report(file, in: Self.fixtures)
        #expect(report.failures.isEmpty, "\(ConformanceReport(files: [report]).text)")
        #expect(report.count(.skipped) == 0, "a case of the project cannot be skipped")
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: outside.path()), "SKIPPED: the cases beside the project"),
        arguments: goldens)
    func `the numbers of reference implementations are met on data from outside the project`(file: String) throws {
        let report = try Self.report(file, in: Self.outside)
        #expect(report.failures.isEmpty, "\(ConformanceReport(files: [report]).text)")
    }

    private static func report(_ file: String, in folder: URL) throws -> FileReport {
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file)))
        return try AuditConformance.run(file: file, bytes: bytes) { path in
            let data = folder.appending(path: path)
            return FileManager.default.fileExists(atPath: data.path()) ? [UInt8](try Data(contentsOf: data)) : nil
        }
    }
}
