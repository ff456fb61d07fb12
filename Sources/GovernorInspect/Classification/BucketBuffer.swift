/// Buckets on their way to a sink: who adds up many at once waits less for memory than who adds up each as it comes.
struct BucketBuffer: ~Copyable {
    private static let capacity = 4096

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

    /// Appends the buckets that `body` writes; empties the buffer before if it has too little room.
    ///
    /// - Parameters:
    ///   - most: At most so many; no more than the buffer holds.
    ///   - body: Given room for as many, says how many it wrote.
    @inline(__always)
    mutating func append(
        atMost most: Int, emptyingInto sink: inout some FeatureSink,
        _ body: (UnsafeMutableBufferPointer<UInt32>) -> Int
    ) {
        precondition(most <= Self.capacity, "more buckets than the buffer holds")
        if count + most > Self.capacity { empty(into: &sink) }
        let written = body(UnsafeMutableBufferPointer(rebasing: room[count..<count + most]))
        precondition(written <= most, "more buckets than announced")
        count += written
    }

    mutating func empty(into sink: inout some FeatureSink) {
        sink.add(UnsafeBufferPointer(rebasing: room[..<count]).span)
        count = 0
    }
}
