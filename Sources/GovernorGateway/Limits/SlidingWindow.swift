/// Counts what happened in the last minute.
///
/// One number for each of the last 61 seconds: together they cover the last 60 seconds whenever the count is asked for, and
/// up to a second more. So no 60 seconds see more than the limit, wherever they begin; a bucket of tokens that refills would
/// let through up to twice as much.
struct SlidingWindow: Sendable {
    /// How many seconds are remembered.
    private static let length = 61

    private var seconds = [Int](repeating: 0, count: length)
    private var newest = 0
    /// What is remembered, all of it.
    private(set) var total = 0

    /// Forgets what is too long ago. A time before the last one counts as that: nothing is forgotten too early.
    mutating func advance(to second: Int) {
        guard second > newest else { return }
        if second - newest >= Self.length {
            if total > 0 { for place in seconds.indices { seconds[place] = 0 } }
            total = 0
        } else if total > 0 {
            for passed in (newest + 1)...second {
                total -= seconds[passed % Self.length]
                seconds[passed % Self.length] = 0
            }
        }
        newest = second
    }

    /// Counts in the newest second.
    mutating func add(_ amount: Int) {
        let sum = total.saturatingPlus(amount)
        seconds[newest % Self.length] += sum - total
        total = sum
    }

    /// Takes back what was counted in a second, unless that is forgotten.
    mutating func takeBack(_ amount: Int, from second: Int) {
        guard newest - second < Self.length else { return }
        let taken = min(amount, seconds[second % Self.length])
        seconds[second % Self.length] -= taken
        total -= taken
    }

    /// The second from which no more than an amount of what is counted now is remembered.
    func second(leaving amount: Int) -> Int {
        var rest = total
        var second = max(0, newest - Self.length + 1)
        while rest > amount, second <= newest {
            rest -= seconds[second % Self.length]
            second += 1
        }
        return second - 1 + Self.length
    }
}
