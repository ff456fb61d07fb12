public import GovernorCore

/// Checks that no entry of a stream was left out: each leaf has the next number and points at the one before.
///
/// A proof of inclusion shows that an entry is there. Only the chain shows that none is missing between two of them.
public struct StreamChain: Sendable {
    /// A break in a chain.
    public struct Gap: Sendable, Hashable {
        /// The stream.
        public let stream: StreamName
        /// The log index of the entry at which the break shows.
        public let index: UInt64
        /// What is wrong, for people.
        public let reason: String
    }

    private var last: [StreamName: StreamHead] = [:]

    /// Creates a chain that knows of no entries.
    public init() {}

    /// The last entry of each stream so far.
    public var heads: [StreamName: StreamHead] { last }

    /// Adds the next entry, in the order of the log.
    ///
    /// - Parameter isFirst: Whether the chain begins in the middle of the stream with this entry, so that nothing is known
    ///   of earlier ones.
    /// - Returns: The break, if there is one; the chain goes on behind it.
    public mutating func append(_ leaf: Leaf, at index: UInt64, startingHere isFirst: Bool = false) -> Gap? {
        append(stream: leaf.content.stream, leaf.sequence, leaf.previous, at: index, startingHere: isFirst)
    }

    mutating func append(
        stream: StreamName, _ sequence: UInt64, _ previous: UInt64?, at index: UInt64,
        startingHere isFirst: Bool = false
    ) -> Gap? {
        let head = last.updateValue(StreamHead(sequence: sequence, index: index), forKey: stream)
        if head == nil, isFirst { return nil }
        let expected = (head?.sequence ?? 0) + 1
        if sequence != expected {
            return Gap(stream: stream, index: index, reason: "number \(sequence) follows where \(expected) must")
        }
        if previous != head?.index {
            let (found, wanted) = (previous.map(String.init) ?? "none", head.map { String($0.index) } ?? "none")
            return Gap(
                stream: stream, index: index, reason: "it names entry \(found) as the one before, which is \(wanted)")
        }
        return nil
    }
}
