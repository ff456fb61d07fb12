import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird
import NIOCore

extension Problem {
    /// The problem that an error thrown while answering becomes.
    init(answering error: any Error) {
        self =
            switch error {
            case let problem as Problem: problem
            case let error as RecordingError: Self.recording(error.cause)
            case let error as JSONError: Self.json(error)
            case is CancellationError: .timeout
            case let error as HTTPError where error.status == .notFound: .unknownRoute
            default: .internal
            }
    }

    private static func recording(_ cause: any Error) -> Problem {
        switch cause {
        case let error as LedgerError: ledger(error)
        case let error as LedgerStorageError: storage(error)
        case let error as LeafError: Problem(.badRequest, error)
        case let error as JSONError: json(error)
        default: .notRecorded
        }
    }

    private static func ledger(_ error: LedgerError) -> Problem {
        switch error {
        case .queueFull, .queueFullOfBytes, .contended: Problem(.serviceUnavailable, error, headers: [.retryAfter: "1"])
        case .stopped, .closed: Problem(.serviceUnavailable, error)
        case .idempotencyConflict, .idempotencyErased: Problem(.conflict, error)
        case .payloadTooLarge: Problem(.contentTooLarge, error)
        case .reservedType: Problem(.badRequest, error)
        default: .notRecorded
        }
    }

    private static func storage(_ error: LedgerStorageError) -> Problem {
        switch error {
        case .busy, .full, .duplicateFact: Problem(.serviceUnavailable, error, headers: [.retryAfter: "5"])
        case .conflict, .readOnly: Problem(.serviceUnavailable, error)
        // Details of damage are for the operator, in the log.
        case .corrupt, .failed, .newerSchema: .notRecorded
        }
    }

    /// What is wrong with the JSON, without the caller's words in it.
    static func json(_ error: JSONError) -> Problem {
        let detail =
            switch error {
            case .unexpected(_, let expected, let place): "\(Self.text(place)): expected \(expected)"
            case .duplicateName(_, let place): "\(Self.text(place)): a name appears twice in one object"
            case .numberOutOfRange: "a number is too large for a double"
            case .invalidUTF8, .loneSurrogate, .tooDeep, .tooLarge, .numberNotExact: error.message
            }
        let hint =
            switch error {
            case .numberOutOfRange, .numberNotExact: error.hint.map { "\($0), which is not read as a metric" }
            default: error.hint
            }
        return Problem(.badRequest, error.code, detail, hint: hint)
    }

    private static func text(_ place: SourcePosition) -> String { "line \(place.line), column \(place.column)" }
}
