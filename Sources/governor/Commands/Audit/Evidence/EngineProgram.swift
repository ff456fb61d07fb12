import GovernorCore

#if os(macOS)
    import Foundation
#endif

/// The program that runs: what an audit was computed with.
enum EngineProgram {
    /// The SHA-256 of its bytes.
    static func digest() throws -> Digest {
        let blocks = try FileBlocks(InputFile(path, "program"), size: 1 << 20)
        while try blocks.next() != nil {}
        guard let digest = Digest(hex: blocks.sha256) else {
            throw CommandError.unreadable(path: path, reason: "it has no SHA-256")
        }
        return digest
    }

    #if os(macOS)
        private static var path: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }
    #else
        private static let path = "/proc/self/exe"
    #endif
}
