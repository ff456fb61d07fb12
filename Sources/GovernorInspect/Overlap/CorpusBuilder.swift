public import GovernorCore

/// Builds the index of a corpus: the works whose text an output must not repeat.
public struct CorpusBuilder: Sendable {
    private struct Work {
        let title: String
        let digest: Digest
        let words: Range<Int>
    }

    /// The same shingle at more places than this adds time and no knowledge: a refrain, a formula, a licence's text.
    static let mostPlaces = 8

    private var works: [Work] = []
    private var hashes: [UInt32] = []
    private var starts: [UInt32] = []

    /// Creates the builder of an empty corpus.
    public init() {}

    /// Adds a work.
    ///
    /// - Parameters:
    ///   - title: The name that findings carry.
    ///   - digest: The SHA-256 of the text.
    ///   - text: UTF-8, less than 4 GiB.
    /// - Returns: How many words it has.
    @discardableResult
    public mutating func add(title: String, digest: Digest, text: [UInt8]) throws(CorpusError) -> Int {
        guard text.count <= UInt32.max else { throw .tooLarge }
        let first = hashes.count
        var reader = WordReader()
        reader.read(text.span) { append($0) }
        reader.finish { append($0) }
        guard hashes.count <= CorpusLayout.mostWords else { throw .tooLarge }
        works.append(Work(title: title, digest: digest, words: first..<hashes.count))
        return hashes.count - first
    }

    private mutating func append(_ word: HashedWord) {
        hashes.append(word.hash)
        starts.append(UInt32(word.span.lowerBound))
    }

    /// The index in the layout of ``CorpusLayout``. The same works in the same order give the same bytes.
    public func build() -> [UInt8] {
        let fingerprints = keptFingerprints()
        let titles = works.map { Array($0.title.utf8) }
        let layout = CorpusLayout(
            works: works.count, words: hashes.count, fingerprints: fingerprints.count,
            bucketBits: min(CorpusLayout.mostBucketBits, Int.bitWidth - fingerprints.count.leadingZeroBitCount),
            titleBytes: titles.reduce(0) { $0 + $1.count })
        var index = CorpusLayout.magic
        index.reserveCapacity(layout.size)
        let header = [
            Int(CorpusLayout.version), Shingle.words, Shingle.window, layout.works, layout.words, layout.fingerprints,
            layout.bucketBits, layout.titleBytes,
        ]
        for number in header { index.append(littleEndian: UInt32(number)) }
        var title = 0
        for (work, bytes) in zip(works, titles) {
            for number in [work.words.lowerBound, work.words.count, title, bytes.count] {
                index.append(littleEndian: UInt32(number))
            }
            index += work.digest.bytes
            title += bytes.count
        }
        for bytes in titles { index += bytes }
        for hash in hashes { index.append(littleEndian: hash) }
        for start in starts { index.append(littleEndian: start) }
        for start in bucketStarts(of: fingerprints, in: layout) { index.append(littleEndian: start) }
        for (fingerprint, word) in fingerprints {
            index.append(littleEndian: fingerprint)
            index.append(littleEndian: word)
        }
        return index
    }

    /// The winnowed fingerprints of all works, ascending, each at no more than ``mostPlaces`` words.
    private func keptFingerprints() -> [(UInt32, word: UInt32)] {
        var all: [(UInt32, word: UInt32)] = []
        for work in works where work.words.count >= Shingle.words {
            let fingerprints = (work.words.lowerBound...work.words.upperBound - Shingle.words).map { first in
                Shingle.fingerprint(
                    hashes[first..<first + Shingle.words].reduce(0) { Shingle.append($1, to: $0) })
            }
            for offset in Shingle.winnow(fingerprints) {
                all.append((fingerprints[offset], UInt32(work.words.lowerBound + offset)))
            }
        }
        all.sort { $0 < $1 }
        var kept: [(UInt32, word: UInt32)] = []
        kept.reserveCapacity(all.count)
        for entry in all {
            let isFrequent = kept.count >= Self.mostPlaces && kept[kept.count - Self.mostPlaces].0 == entry.0
            if !isFrequent { kept.append(entry) }
        }
        return kept
    }

    private func bucketStarts(of fingerprints: [(UInt32, word: UInt32)], in layout: CorpusLayout) -> [UInt32] {
        var starts = [UInt32](repeating: 0, count: 1 << layout.bucketBits + 1)
        for (fingerprint, _) in fingerprints { starts[layout.bucket(of: fingerprint) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        return starts
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian number: UInt32) {
        append(UInt8(truncatingIfNeeded: number))
        append(UInt8(truncatingIfNeeded: number >> 8))
        append(UInt8(truncatingIfNeeded: number >> 16))
        append(UInt8(truncatingIfNeeded: number >> 24))
    }
}
