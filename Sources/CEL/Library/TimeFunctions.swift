/// Arithmetic with and parts of timestamps and durations.
enum TimeFunctions {
    static func functions(_ timeZones: TimeZoneSource) -> [FunctionDeclaration] {
        let names = Set(CELTimestamp.Accessor.allCases.map(\.rawValue))
            .union(CELDuration.Accessor.allCases.map(\.rawValue))
        return names.sorted().map { accessor($0, timeZones) }
    }

    private static func accessor(_ name: String, _ timeZones: TimeZoneSource) -> FunctionDeclaration {
        let ofTimestamp = CELTimestamp.Accessor(rawValue: name)
        let ofDuration = CELDuration.Accessor(rawValue: name)
        var overloads: [FunctionDeclaration.Overload] = []
        if ofTimestamp != nil {
            overloads += [.member(.timestamp, returns: .int), .member(.timestamp, .string, returns: .int)]
        }
        if ofDuration != nil { overloads.append(.member(.duration, returns: .int)) }
        return FunctionDeclaration(
            name, overloads,
            implementation: .any { arguments, _ throws(EvaluationError) in
                switch (arguments[0], arguments.count) {
                case (.timestamp(let instant), 1):
                    guard let ofTimestamp else { break }
                    return .int(instant.get(ofTimestamp))
                case (.timestamp(let instant), 2):
                    guard let ofTimestamp, case .string(let zone) = arguments[1] else { break }
                    return try time { () throws(CELTimeError) in
                        .int(instant.get(ofTimestamp, utcOffset: try timeZones.utcOffset(of: zone, at: instant)))
                    }
                case (.duration(let span), 1):
                    guard let ofDuration else { break }
                    return .int(span.get(ofDuration))
                default: break
                }
                throw .noSuchOverload(name, arguments[0])
            })
    }

    static func add(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.duration(let left), .duration(let right)):
            try time { () throws(CELTimeError) in .duration(try left.adding(right)) }
        case (.timestamp(let instant), .duration(let span)), (.duration(let span), .timestamp(let instant)):
            try time { () throws(CELTimeError) in .timestamp(try instant.adding(span)) }
        default: throw .noSuchOverload("+", left, right)
        }
    }

    static func subtract(_ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.duration(let left), .duration(let right)):
            try time { () throws(CELTimeError) in .duration(try left.subtracting(right)) }
        case (.timestamp(let left), .timestamp(let right)):
            try time { () throws(CELTimeError) in .duration(try left.subtracting(right)) }
        case (.timestamp(let instant), .duration(let span)):
            try time { () throws(CELTimeError) in .timestamp(try instant.subtracting(span)) }
        default: throw .noSuchOverload("-", left, right)
        }
    }

    /// Gives errors of time values the form of an evaluation's.
    static func time(_ body: () throws(CELTimeError) -> Value) throws(EvaluationError) -> Value {
        do throws(CELTimeError) {
            return try body()
        } catch {
            let isRange = error == .timestampOutOfRange || error == .durationOutOfRange
            throw EvaluationError(isRange ? .outOfRange : .invalidArgument, "\(error.message); \(error.hint)")
        }
    }
}
