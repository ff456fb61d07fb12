import Foundation
import Testing

/// Compares text with a recorded file. `RECORD_GOLDENS=1` records anew; read the diff before committing it.
enum Golden {
    static func expect(_ text: String, matches file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(text == recorded, "differs from \(file.lastPathComponent)", sourceLocation: sourceLocation)
    }

    /// Replaces what differs from run to run: moments and new identifiers.
    static func stable(_ text: String) -> String {
        text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "<time>")
            .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "<uuid>")
    }
}
