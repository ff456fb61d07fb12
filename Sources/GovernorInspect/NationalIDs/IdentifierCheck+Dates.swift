/// Dates inside identifiers.
extension IdentifierCheck {
    /// The digits from an index on are a date.
    ///
    /// - Parameters:
    ///   - order: `yymmdd`, `yyyymmdd` or `ddmmyy`.
    ///   - addedToMonths: What a number may have added to its month, such as 20 for another century.
    ///   - addedToDays: What it may have added to its day, such as 60 for a temporary number.
    static func date(
        _ order: DateOrder, at start: Int = 0, addedToMonths: [Int] = [0], addedToDays: [Int] = [0]
    ) -> IdentifierCheck {
        rule { text in
            let fields = order.fields
            let year = text.number(start + fields.year.lowerBound..<start + fields.year.upperBound)
            let month = text.number(start + fields.month..<start + fields.month + 2)
            let day = text.number(start + fields.day..<start + fields.day + 2)
            return addedToMonths.contains { monthOffset in
                (1...12).contains(month - monthOffset)
                    && addedToDays.contains {
                        (1...days(inMonth: month - monthOffset, year: year)).contains(day - $0)
                    }
            }
        }
    }

    enum DateOrder: Sendable {
        case yymmdd, yyyymmdd, ddmmyy

        var fields: (year: Range<Int>, month: Int, day: Int) {
            switch self {
            case .yymmdd: (0..<2, 2, 4)
            case .yyyymmdd: (0..<4, 4, 6)
            case .ddmmyy: (4..<6, 2, 0)
            }
        }
    }

    /// Two-digit years are taken for leap years when either century has one.
    private static func days(inMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        default: 31
        }
    }
}
