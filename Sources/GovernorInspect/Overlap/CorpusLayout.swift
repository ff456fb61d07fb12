/// The layout of a corpus index, version 1. All numbers are little-endian; nothing needs alignment.
///
/// ```
/// offset  bytes
///      0      8  "govcorp1"
///      8      4  version, 1
///     12      4  words a shingle
///     16      4  shingles a window
///     20      4  W, number of works
///     24      4  N, number of words
///     28      4  F, number of fingerprints
///     32      4  B, bits of a bucket number, 0...28
///     36      4  T, bytes of titles
///     40   48·W  works: first word, word count, title offset, title length (4 bytes each), SHA-256 of the work (32)
///            T   titles, UTF-8
///          4·N   the words' hashes, work after work
///          4·N   where each word begins in its work, in bytes
///      4·(2^B+1) buckets: where the fingerprints of each bucket begin; the bucket is a fingerprint's highest B bits
///          8·F   fingerprints, ascending: fingerprint, number of the first word of its shingle (4 bytes each)
/// ```
///
/// The file holds no text, only hashes; still, who has it can test whether a passage is in it.
struct CorpusLayout: Equatable {
    static let magic = Array("govcorp1".utf8)
    static let version: UInt32 = 1
    static let headerSize = 40
    static let workSize = 48
    /// Word numbers are 32 bits wide; half of them keeps every sum in range.
    static let mostWords = 1 << 31
    /// Buckets beyond this would cost more memory than they save time.
    static let mostBucketBits = 28

    let works: Int
    let words: Int
    let fingerprints: Int
    let bucketBits: Int
    let titleBytes: Int

    // Looked up for every word of an output, so not added up each time.
    let titlesOffset: Int
    let hashesOffset: Int
    let startsOffset: Int
    let bucketsOffset: Int
    let fingerprintsOffset: Int
    let size: Int

    init(works: Int, words: Int, fingerprints: Int, bucketBits: Int, titleBytes: Int) {
        self.works = works
        self.words = words
        self.fingerprints = fingerprints
        self.bucketBits = bucketBits
        self.titleBytes = titleBytes
        titlesOffset = Self.headerSize + Self.workSize * works
        hashesOffset = titlesOffset + titleBytes
        startsOffset = hashesOffset + 4 * words
        bucketsOffset = startsOffset + 4 * words
        fingerprintsOffset = bucketsOffset + 4 * (1 << bucketBits + 1)
        size = fingerprintsOffset + 8 * fingerprints
    }

    /// The bucket of a fingerprint.
    @inline(__always)
    func bucket(of fingerprint: UInt32) -> Int { Int((UInt64(fingerprint) << UInt64(bucketBits)) >> 32) }
}
