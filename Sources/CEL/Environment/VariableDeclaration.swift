/// A variable that expressions may refer to.
public struct VariableDeclaration: Sendable, Hashable {
    /// The full name, dots included: `request.user` declares a qualified variable.
    public let name: String
    /// The type that the checker assumes and that hosts promise to bind.
    public let type: CELType

    /// Declares `name` with `type`.
    public init(_ name: String, _ type: CELType) {
        self.name = name
        self.type = type
    }
}
