/// Buckets on their way to a sink: who adds up many at once waits less for memory than who adds up each as it comes.
struct BucketBuffer: ~Copyable {
    /// More than one byte of a text gives: it may end two characters that are words of their own, each with 3 n-grams, 2 words
    /// and 2 pairs, and complete two pieces of ``FragmentDecoder/shortest`` bytes and a blank, with as many for each.
    private static let mostPerByte = 512
    private static let capacity = 2048

    private let room: UnsafeMutableBufferPointer<UInt32>
    private var count = 0

    private init(_ room: UnsafeMutableBufferPointer<UInt32>) { self.room = room }

    /// Calls `body` with an empty buffer.
    @inline(__always) static func withRoom(_ body: (inout BucketBuffer) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: capacity) { room in
            var buffer = BucketBuffer(room)
            body(&buffer)
        }
    }

    /// Whether it has to be emptied before the next byte of the text.
    var isNearlyFull: Bool { count > Self.capacity - Self.mostPerByte }

    @inline(__always) mutating func append(_ bucket: UInt32) {
        // The release does not check what is beyond the room; a wrong bound must stop, not write there.
        precondition(count < Self.capacity, "more buckets than a byte of text gives")
        room[count] = bucket
        count &+= 1
    }

    mutating func empty(into sink: inout some FeatureSink) {
        sink.add(UnsafeBufferPointer(rebasing: room[..<count]).span)
        count = 0
    }
}
