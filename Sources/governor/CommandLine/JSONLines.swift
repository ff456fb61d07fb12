import GovernorCore

/// A file with one JSON value in each line.
enum JSONLines {
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The values with the numbers of their lines, from 1; empty lines and a byte order mark in front are passed over.
    ///
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` for a compressed file or a line that is no JSON.
    static func values(in bytes: [UInt8], of path: String) throws(CommandError) -> [(line: Int, json: JSONValue)] {
        guard !bytes.starts(with: gzipMagic) else {
            throw .invalid(
                path: path, problem: "it is compressed",
                hint: "uncompress it, or let gzip -dc do so and read standard input")
        }
        var values: [(line: Int, json: JSONValue)] = []
        let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes[...]
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isJSONSpace) {
            do throws(JSONError) {
                values.append((index + 1, try JSONValue(parsing: Array(line))))
            } catch {
                // Within a line, every error is in its line 1.
                let first = "line 1, "
                let problem =
                    error.message.hasPrefix(first) ? ", \(error.message.dropFirst(first.count))" : ": \(error.message)"
                throw .invalid(path: path, problem: "line \(index + 1)\(problem)", hint: error.hint)
            }
        }
        return values
    }
}

extension UInt8 {
    fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
