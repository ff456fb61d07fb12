/// On which line of a text a name first stands, so that a verdict can point at it.
///
/// Names are found by their bytes in one pass, without understanding the format: a name that is spelt with escapes is not
/// found, and then the first line is as good as any.
struct LineIndex: Sendable {
    private var lines: [ArraySlice<UInt8>: Int] = [:]

    /// Indexes the texts in double quotes, as JSON has its names.
    init(quotedNamesIn bytes: [UInt8]) {
        var line = 1
        var start: Int?
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "\""):
                if let opened = start { note(bytes[opened..<position], line) }
                start = start == nil ? position + 1 : nil
            default: break
            }
        }
    }

    /// Indexes the words that a colon follows, as YAML has its keys.
    init(keysIn bytes: [UInt8]) {
        var line = 1
        var start: Int?
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: ":"):
                if let opened = start { note(bytes[opened..<position], line) }
                start = nil
            case UInt8(ascii: "\n"):
                line += 1
                start = nil
            case UInt8(ascii: " "), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: "\""): start = nil
            default: start = start ?? position
            }
        }
    }

    /// The line of a name, from 1; nil when it was not found.
    subscript(name: String) -> Int? { lines[Array(name.utf8)[...]] }

    private mutating func note(_ name: ArraySlice<UInt8>, _ line: Int) {
        if lines[name] == nil { lines[name] = line }
    }
}
