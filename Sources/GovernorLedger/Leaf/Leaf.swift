import GovernorCore

/// One entry of the log: who did what when and in which order, without a word of content.
///
/// A leaf is public and can never be changed, so it holds commitments, digests, pseudonyms and names of artifacts only.
public struct Leaf: Sendable, Hashable {
    /// The version this code writes and reads.
    public static let version = 1

    /// What it says.
    public let content: LeafContent
    /// Its number within its stream, from 1.
    public let sequence: UInt64
    /// The log index of the stream's previous leaf; nil for its first.
    public let previous: UInt64?

    /// Places content in its stream.
    public init(_ content: LeafContent, sequence: UInt64, previous: UInt64?) {
        self.content = content
        self.sequence = sequence
        self.previous = previous
    }

    /// The canonical bytes: what is hashed into the tree.
    ///
    /// - Throws: ``LeafError/tooLong(byteCount:)``.
    public func encoded() throws(LeafError) -> [UInt8] {
        try LeafTemplate(content).bytes(sequence: sequence, previous: previous)
    }
}
