import GovernorCore

/// What has been used of budgets on a day and in its month, in UTC.
struct Spending: Sendable, Hashable {
    /// The day and the month that are counted.
    private(set) var period = Period()
    private(set) var tokensOfDay = 0
    private(set) var tokensOfMonth = 0
    /// In units of 10⁻¹².
    private(set) var costOfDay = 0
    /// In units of 10⁻¹².
    private(set) var costOfMonth = 0

    init() {}

    /// Creates what was used, as it was stored.
    init(period: Period, tokensOfDay: Int, tokensOfMonth: Int, costOfDay: Int, costOfMonth: Int) {
        self.period = period
        self.tokensOfDay = tokensOfDay
        self.tokensOfMonth = tokensOfMonth
        self.costOfDay = costOfDay
        self.costOfMonth = costOfMonth
    }

    /// Begins anew with each day and month. A clock that is set back does not bring a budget back.
    mutating func advance(to other: Period) {
        if other.day > period.day { (period.day, tokensOfDay, costOfDay) = (other.day, 0, 0) }
        if other.month > period.month { (period.month, tokensOfMonth, costOfMonth) = (other.month, 0, 0) }
    }

    /// Adds what is used in a period, or takes back what was not, which is never more than what was added.
    mutating func add(tokens: Int, cost: Int, in other: Period) {
        add(Spending(period: other, tokensOfDay: tokens, tokensOfMonth: tokens, costOfDay: cost, costOfMonth: cost))
    }

    /// Adds what was counted elsewhere, as far as it is of the same day and month.
    mutating func add(_ other: Spending) {
        if other.period.day == period.day {
            tokensOfDay = tokensOfDay.adding(other.tokensOfDay)
            costOfDay = costOfDay.adding(other.costOfDay)
        }
        if other.period.month == period.month {
            tokensOfMonth = tokensOfMonth.adding(other.tokensOfMonth)
            costOfMonth = costOfMonth.adding(other.costOfMonth)
        }
    }

    /// The same tokens, at no cost.
    var withoutCosts: Spending {
        Spending(period: period, tokensOfDay: tokensOfDay, tokensOfMonth: tokensOfMonth, costOfDay: 0, costOfMonth: 0)
    }

    /// A day and a month, as the numbers that one writes: 20261122 and 202611.
    struct Period: Sendable, Hashable {
        var day = 0
        var month = 0
    }
}

extension Spending.Period {
    /// The day of a time, in UTC.
    init(_ time: Timestamp) {
        day = Int(String(time.description.prefix(10).filter { $0 != "-" })) ?? 0
        month = day / 100
    }

    /// When the day ends.
    var dayEnd: Timestamp? {
        Self.midnight(day / 10_000, day / 100 % 100, day % 100)?.advanced(byMilliseconds: 86_400_000)
    }

    /// When the month ends.
    var monthEnd: Timestamp? {
        let (year, number) = (month / 100, month % 100)
        return number < 12 ? Self.midnight(year, number + 1, 1) : Self.midnight(year + 1, 1, 1)
    }

    private static func midnight(_ year: Int, _ month: Int, _ day: Int) -> Timestamp? {
        let digits = { (number: Int, width: Int) in
            String(repeating: "0", count: max(0, width - String(number).utf8.count)) + String(number)
        }
        return Timestamp("\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))")
    }
}

extension Int {
    /// The sum, between 0 and the largest number.
    fileprivate func adding(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : Swift.max(0, sum)
    }
}
