import Foundation

extension InputFile {
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

    /// Reads the whole file, and unpacks it with the system's `gzip` if it is packed. Standard input is taken as it is.
    ///
    /// - Parameter limit: The most bytes that are accepted, also once unpacked.
    func unpackedBytes(limit: Int) throws(CommandError) -> [UInt8] {
        let bytes = try bytes(limit: limit)
        guard !isStandardInput, bytes.starts(with: Self.gzipMagic) else { return bytes }
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", "--", path]
        gzip.standardInput = FileHandle.nullDevice
        gzip.standardOutput = output
        gzip.standardError = FileHandle.nullDevice
        do { try gzip.run() } catch { throw .invalid(path: path, problem: "it is compressed", hint: Self.withoutGzip) }
        var unpacked: [UInt8] = []
        while let chunk = try? output.fileHandleForReading.read(upToCount: 1 << 20), !chunk.isEmpty {
            guard unpacked.count + chunk.count <= limit else {
                gzip.terminate()
                throw .tooLarge(path: path, limit: limit)
            }
            unpacked += chunk
        }
        gzip.waitUntilExit()
        guard gzip.terminationStatus == 0 else {
            throw .invalid(path: path, problem: "gzip cannot unpack it", hint: Self.withoutGzip)
        }
        return unpacked
    }

    private static let withoutGzip = "unpack it with what packed it, and give the result or pipe it to standard input"
}
