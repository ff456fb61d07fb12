/// Numbers words of 64 bits in the order in which they come: a hash table with open addressing, for many looks per row.
struct WordTable {
    private var keys: [UInt64]
    private var numbers: [Int32]
    /// How many words have a number.
    private(set) var count = 0
    /// What moves all words, so that nobody can write a table whose words all go to one place.
    private let seed = UInt64.random(in: 0...UInt64.max)

    init() {
        keys = [UInt64](repeating: 0, count: 64)
        numbers = [Int32](repeating: -1, count: 64)
    }

    /// The number of a word, and whether it is new.
    @inline(__always)
    mutating func number(of word: UInt64) -> (number: Int, isNew: Bool) {
        var index = spread(word) & (keys.count - 1)
        while numbers[index] >= 0 {
            if keys[index] == word { return (Int(numbers[index]), false) }
            index = (index + 1) & (keys.count - 1)
        }
        return (insert(word), true)
    }

    private mutating func insert(_ word: UInt64) -> Int {
        if (count + 1) * 2 > keys.count { grow() }
        place(word, Int32(count))
        count += 1
        return count - 1
    }

    private mutating func grow() {
        let (oldKeys, oldNumbers) = (keys, numbers)
        keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
        numbers = [Int32](repeating: -1, count: oldKeys.count * 2)
        for (key, number) in zip(oldKeys, oldNumbers) where number >= 0 { place(key, number) }
    }

    private mutating func place(_ word: UInt64, _ number: Int32) {
        var index = spread(word) & (keys.count - 1)
        while numbers[index] >= 0 { index = (index + 1) & (keys.count - 1) }
        keys[index] = word
        numbers[index] = number
    }

    /// The finaliser of SplitMix64: neighbouring words go to places far apart.
    @inline(__always)
    private func spread(_ word: UInt64) -> Int {
        let moved = word ^ seed
        let mixed = (moved ^ (moved >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 27)) >> 1)
    }
}
