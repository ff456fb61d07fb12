/// A named set of functions and types.
public struct Library: Sendable {
    /// The name under which the field knows it.
    public let name: String
    let functions: [FunctionDeclaration]
    let types: [CELType]

    init(_ name: String, functions: [FunctionDeclaration], types: [CELType] = []) {
        self.name = name
        self.functions = functions
        self.types = types
    }

    /// All extensions of the standard library that this implementation has.
    public static let all: [Library] = [.strings, .math, .optionals, .encoders, .network]

    /// The functions of the language definition; part of every environment.
    static func standard(timeZones: TimeZoneSource) -> Library {
        Library(
            "standard",
            functions: Operators.functions + Conversions.functions + TextFunctions.functions
                + TimeFunctions.functions(timeZones),
            types: [
                .bool, .int, .uint, .double, .string, .bytes, .list(.dyn), .map(key: .dyn, value: .dyn), .null,
                .type(.dyn), .timestamp, .duration,
            ])
    }
}
