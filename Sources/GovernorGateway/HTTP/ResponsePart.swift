/// What is written of an answer at a time.
enum ResponsePart: Sendable {
    /// An answer with its body.
    case whole(GatewayResponse)
    /// The head of one whose body comes in pieces.
    case head(GatewayResponse)
    case piece([UInt8])
    case end
}
