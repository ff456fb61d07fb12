/// Reads events from a stream that arrives in chunks, cut anywhere.
///
/// Comments and the fields `id` and `retry` are dropped: nobody inspects them, and clients of language models use none.
public struct ServerSentEventParser: Sendable {
    /// Why a stream cannot be read on.
    public enum Failure: Error, Hashable, Sendable {
        /// An event, or a line, is longer than the limit in bytes.
        case tooLong(limit: Int)
        /// The bytes are not UTF-8.
        case notUTF8
    }

    private let limit: Int
    private var line: [UInt8] = []
    private var name: [UInt8]?
    private var data: [UInt8]?
    private var endedWithReturn = false
    private var isFirstLine = true

    /// Creates a parser.
    ///
    /// - Parameter limit: The most bytes of one event: it is held until it is complete.
    public init(limit: Int = 4 << 20) { self.limit = limit }

    /// Takes the next bytes; returns the events that became complete.
    public mutating func append(_ chunk: some Sequence<UInt8>) throws(Failure) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in chunk {
            defer { endedWithReturn = byte == UInt8(ascii: "\r") }
            switch byte {
            case UInt8(ascii: "\n") where endedWithReturn: break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = try endLine() { events.append(event) }
            default:
                guard line.count + (data?.count ?? 0) < limit else { throw .tooLong(limit: limit) }
                line.append(byte)
            }
        }
        return events
    }

    /// Whether something came after the last complete event. Such a rest is no event: its end is missing.
    public var hasRest: Bool { !line.isEmpty || data != nil }

    private mutating func endLine() throws(Failure) -> ServerSentEvent? {
        defer {
            line.removeAll(keepingCapacity: true)
            isFirstLine = false
        }
        if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard !line.isEmpty else { return try endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        let field = line[..<colon]
        if field.elementsEqual("data".utf8) {
            if data != nil { data?.append(UInt8(ascii: "\n")) }
            data = data ?? []
            data?.append(contentsOf: value)
        } else if field.elementsEqual("event".utf8) {
            name = Array(value)
        }
        return nil
    }

    private mutating func endEvent() throws(Failure) -> ServerSentEvent? {
        defer { (name, data) = (nil, nil) }
        guard let data else { return nil }
        guard let text = String(validating: data, as: UTF8.self) else { throw .notUTF8 }
        guard let name else { return ServerSentEvent(data: text) }
        guard let name = String(validating: name, as: UTF8.self) else { throw .notUTF8 }
        return ServerSentEvent(name: name.isEmpty ? nil : name, data: text)
    }
}
