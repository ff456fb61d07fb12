extension Array where Element: BitwiseCopyable {
    /// Sorts ascending by whole numbers, digit by digit: for thousands of elements a multiple faster than comparing them.
    /// Elements of equal keys keep their order.
    ///
    /// Keys that differ mostly differ in their upper bits: those are sorted by first, and what then is out of order is moved
    /// one by one, as long as that is little.
    @inline(__always)
    mutating func radixSort(by key: (Element) -> UInt64) {
        guard let first else { return }
        let varying = reduce(0) { $0 | (key($1) ^ key(first)) }
        let bits =
            varying.trailingZeroBitCount..<Swift.max(64 - varying.leadingZeroBitCount, varying.trailingZeroBitCount)
        let upper = Swift.max(bits.lowerBound, bits.upperBound - Radix.upperBits)..<bits.upperBound
        sort(by: key, bits: upper)
        guard upper != bits, !settle(by: key) else { return }
        sort(by: key, bits: bits)
    }

    /// Sorts by some bits of the keys, from the lowest digit to the highest.
    @inline(__always)
    private mutating func sort(by key: (Element) -> UInt64, bits: Range<Int>) {
        guard let first, !bits.isEmpty else { return }
        var moved = [Element](repeating: first, count: count)
        var places = [Int](repeating: 0, count: 1 << Radix.bits)
        for shift in stride(from: bits.lowerBound, to: bits.upperBound, by: Radix.bits) {
            withUnsafeBufferPointer { from in
                moved.withUnsafeMutableBufferPointer { to in
                    places.withUnsafeMutableBufferPointer { places in
                        places.update(repeating: 0)
                        for element in from { places[Radix.digit(key(element), shift)] += 1 }
                        var next = 0
                        for digit in places.indices { (places[digit], next) = (next, next + places[digit]) }
                        for element in from {
                            let digit = Radix.digit(key(element), shift)
                            to[places[digit]] = element
                            places[digit] += 1
                        }
                    }
                }
            }
            swap(&self, &moved)
        }
    }

    /// Moves what is out of order to its place, one step at a time and no more steps than there are elements.
    ///
    /// - Returns: Whether all is in order.
    @inline(__always)
    private mutating func settle(by key: (Element) -> UInt64) -> Bool {
        withUnsafeMutableBufferPointer { elements in
            var steps = 0
            for index in elements.indices.dropFirst() {
                var place = index
                while place > 0, key(elements[place - 1]) > key(elements[place]) {
                    guard steps < elements.count else { return false }
                    elements.swapAt(place - 1, place)
                    place -= 1
                    steps += 1
                }
            }
            return true
        }
    }
}

private enum Radix {
    /// Of a digit: few enough that the places of one stay in the nearest cache.
    static let bits = 11
    /// Of three digits: numbers that differ in their first six decimal places differ in these.
    static let upperBits = 33

    @inline(__always)
    static func digit(_ key: UInt64, _ shift: Int) -> Int {
        Int(truncatingIfNeeded: key >> UInt64(shift)) & ((1 << bits) - 1)
    }
}
