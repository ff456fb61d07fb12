extension ByteSet {
    /// Everything but spaces, line ends and what else does not show.
    static let visible = ByteSet(0x21...UInt8.max)
}

extension Span<UInt8> {
    /// Where the bytes of a set end that go on behind an offset; nil when that is not known before more text comes.
    func end(of run: ByteSet, behind offset: Int) -> Int? {
        var end = offset + 1
        while end < count, run.contains(self[end]) { end += 1 }
        return end < count ? end : nil
    }

    /// Whether the bytes of a set that go on behind an offset end, with as many bytes behind them, the first other byte
    /// among them.
    func ends(_ run: ByteSet, behind offset: Int, with edge: Int = 1) -> Bool {
        end(of: run, behind: offset).map { $0 + edge <= count } ?? false
    }

    /// Where the bytes of a set begin that go up to an offset; at most so many bytes before it.
    func start(of run: ByteSet, before offset: Int, within longest: Int) -> Int {
        var start = offset
        while start > Swift.max(0, offset - longest), run.contains(self[start - 1]) { start -= 1 }
        return start
    }

    /// Whether the text has these bytes at an offset, or may have them once it goes on.
    func mayHavePrefix(_ bytes: StaticString, at offset: Int) -> Bool {
        bytes.withUTF8Buffer { prefix in
            for index in 0..<Swift.min(prefix.count, Swift.max(0, count - offset))
            where self[offset + index] != prefix[index] { return false }
            return true
        }
    }
}
