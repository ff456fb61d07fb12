import GovernorCore
import GovernorDialects

/// Checks that the version of a model that answers is the one that is pinned.
///
/// Nothing of an answer leaves before the server has said which model answers; a server that never says so is refused like
/// one that says another.
struct PinCheck: Sendable {
    private let pin: VersionPin?
    private var held: [UInt8] = []

    /// - Parameter dialect: The answer's; one that counts tokens has no model that answers.
    init(_ target: ModelTarget, _ dialect: Dialect) { pin = dialect == .countTokens ? nil : target.pin }

    /// Whether the server has said another version than the one that is pinned, or none; nil where none is pinned.
    func isMismatch(_ model: String?) -> Bool? { pin.map { pin in model.map { !pin.version.isExactly($0) } ?? true } }

    /// Takes bytes that may leave; returns those that may do so as far as the pin is concerned.
    ///
    /// - Parameters:
    ///   - model: What the server has said so far; nil for nothing.
    ///   - isOver: Whether it will say no more.
    /// - Throws: ``ModelProblem/versionMismatch``.
    mutating func pass(_ bytes: [UInt8], from model: String?, isOver: Bool = false) throws(ModelProblem) -> [UInt8] {
        guard let pin, pin.onMismatch == .refuse else { return bytes }
        guard model != nil || isOver else {
            held += bytes
            return []
        }
        guard isMismatch(model) == false else { throw .versionMismatch }
        defer { held = [] }
        return held + bytes
    }
}
