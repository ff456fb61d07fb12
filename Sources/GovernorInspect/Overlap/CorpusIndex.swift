public import GovernorCore

/// The bytes of a corpus index, in memory or mapped from a file.
///
/// They must not change while the index is in use: replace a mapped file by renaming another one over it.
public protocol CorpusBytes: Sendable {
    /// Calls the closure with all bytes, the same ones every time.
    func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result
}

extension [UInt8]: CorpusBytes {
    /// Calls the closure with the array's elements.
    public func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result { try body(span.bytes) }
}

/// A work of a corpus.
public struct CorpusWork: Sendable, Hashable {
    /// Its name, as given when the index was built.
    public let title: String
    /// The SHA-256 of its text.
    public let digest: Digest
    /// Its words' numbers in the index.
    let words: Range<Int>

    /// How many words it has.
    public var wordCount: Int { words.count }
}

/// A corpus that outputs are compared with, read in place from the bytes that ``CorpusBuilder`` made.
///
/// The header and the table of works are checked when it is opened. All other numbers are checked when they are used: a
/// damaged index can hide a match or show a wrong one, it never reads outside of its bytes.
public struct CorpusIndex: Sendable {
    /// The works, in the order they were added.
    public let works: [CorpusWork]
    let bytes: any CorpusBytes
    let layout: CorpusLayout

    /// Opens an index.
    ///
    /// - Throws: ``CorpusError`` when the bytes are no index of this version, or end too early.
    public init(_ bytes: any CorpusBytes) throws(CorpusError) {
        let read: Result<(CorpusLayout, [CorpusWork]), CorpusError> = bytes.withBytes { span in
            Result { () throws(CorpusError) in
                let layout = try Self.layout(of: span)
                return (layout, try Self.works(of: span, layout))
            }
        }
        (layout, works) = try read.get()
        self.bytes = bytes
    }

    private static func layout(of bytes: RawSpan) throws(CorpusError) -> CorpusLayout {
        guard bytes.byteCount >= CorpusLayout.headerSize,
            CorpusLayout.magic.indices.allSatisfy({ bytes.byte(at: $0) == CorpusLayout.magic[$0] })
        else { throw .notAnIndex }
        let version = bytes.number(at: 8)
        guard version == CorpusLayout.version else { throw .version(version) }
        guard bytes.number(at: 12) == Shingle.words, bytes.number(at: 16) == Shingle.window else {
            throw .damaged(part: "shingle size")
        }
        let layout = CorpusLayout(
            works: Int(bytes.number(at: 20)), words: Int(bytes.number(at: 24)), fingerprints: Int(bytes.number(at: 28)),
            bucketBits: min(Int(bytes.number(at: 32)), CorpusLayout.mostBucketBits + 1),
            titleBytes: Int(bytes.number(at: 36)))
        guard layout.bucketBits <= CorpusLayout.mostBucketBits, layout.words <= CorpusLayout.mostWords,
            layout.size == bytes.byteCount
        else { throw .damaged(part: "size") }
        return layout
    }

    private static func works(of bytes: RawSpan, _ layout: CorpusLayout) throws(CorpusError) -> [CorpusWork] {
        var works: [CorpusWork] = []
        var nextWord = 0
        for number in 0..<layout.works {
            let entry = CorpusLayout.headerSize + CorpusLayout.workSize * number
            let first = Int(bytes.number(at: entry))
            let last = first + Int(bytes.number(at: entry + 4))
            let title = Int(bytes.number(at: entry + 8))
            let titleEnd = title + Int(bytes.number(at: entry + 12))
            guard first == nextWord, last <= layout.words, titleEnd <= layout.titleBytes,
                let digest = Digest(bytes: (entry + 16..<entry + 48).map { bytes.byte(at: $0) })
            else { throw .damaged(part: "work \(number)") }
            let utf8 = (title..<titleEnd).map { bytes.byte(at: layout.titlesOffset + $0) }
            works.append(CorpusWork(title: String(decoding: utf8, as: UTF8.self), digest: digest, words: first..<last))
            nextWord = last
        }
        guard nextWord == layout.words else { throw .damaged(part: "works") }
        return works
    }

    /// The work that a word belongs to; nil past the last word. Binary search.
    func work(of word: Int) -> Int? {
        var low = 0
        var high = works.count
        while low < high {
            let middle = (low + high) / 2
            if works[middle].words.upperBound <= word { low = middle + 1 } else { high = middle }
        }
        return low < works.count ? low : nil
    }
}

extension CorpusLayout {
    /// The hash of a word of the corpus. The number must be less than ``words``.
    func hash(of word: Int, in bytes: RawSpan) -> UInt32 { bytes.number(at: hashesOffset + 4 * word) }

    /// Where a word begins in its work. The number must be less than ``words``.
    func start(of word: Int, in bytes: RawSpan) -> Int { Int(bytes.number(at: startsOffset + 4 * word)) }

    /// 1 if there may be kept shingles with a fingerprint; hardly ever when there are none.
    ///
    /// No branch depends on whether the bucket is empty or has one or two: that is hard to predict. What stands behind its end
    /// is of another bucket, so that it is another fingerprint.
    @inline(__always)
    func mayHave(_ fingerprint: UInt32, in bytes: RawSpan) -> Int {
        guard fingerprints > 0 else { return 0 }
        let (start, end) = bucket(of: fingerprint, in: bytes)
        let first = bytes.number(at: fingerprintsOffset + 8 * min(start, fingerprints - 1))
        let second = bytes.number(at: fingerprintsOffset + 8 * min(start + 1, fingerprints - 1))
        return (first == fingerprint ? 1 : 0) | (second == fingerprint ? 1 : 0) | (end - start > 2 ? 1 : 0)
    }

    /// The first words of the kept shingles with a fingerprint.
    func places(of fingerprint: UInt32, in bytes: RawSpan, _ body: (Int) -> Void) {
        let (start, end) = bucket(of: fingerprint, in: bytes)
        guard start < end, end <= fingerprints else { return }
        for entry in start..<end where bytes.number(at: fingerprintsOffset + 8 * entry) == fingerprint {
            let word = Int(bytes.number(at: fingerprintsOffset + 8 * entry + 4))
            if word + Shingle.words <= words { body(word) }
        }
    }

    /// Where the fingerprints of a fingerprint's bucket begin and end, as the index says.
    @inline(__always)
    private func bucket(of fingerprint: UInt32, in bytes: RawSpan) -> (start: Int, end: Int) {
        let bucket = bucketsOffset + 4 * bucket(of: fingerprint)
        return (Int(bytes.number(at: bucket)), Int(bytes.number(at: bucket + 4)))
    }
}

extension RawSpan {
    fileprivate func byte(at offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    fileprivate func number(at offset: Int) -> UInt32 {
        UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
