import GovernorCore

/// One thing that is wrong with a request's body, query or header.
struct FieldProblem: Sendable, Equatable {
    /// Where: a JSON pointer into the body, or the name of a parameter.
    let place: String
    /// Identifies the kind of problem, such as `request.missing-member`.
    let code: String
    /// What is wrong.
    let detail: String
    /// What to do about it.
    let hint: String?

    /// A member that is not there.
    static func missing(_ pointer: [String]) -> FieldProblem {
        FieldProblem(
            place: place(pointer), code: "request.missing-member",
            detail: "the member '\(pointer.last ?? "")' is missing", hint: nil)
    }

    /// A value that is not of its form.
    static func wrong(_ pointer: [String], _ expectation: String) -> FieldProblem {
        FieldProblem(
            place: place(pointer), code: "request.invalid-value", detail: "must be \(expectation)", hint: nil)
    }

    /// A member that nobody knows. Its name is the caller's text, so it is not repeated.
    static func unknown(in pointer: [String], nearest: String?) -> FieldProblem {
        FieldProblem(
            place: place(pointer), code: "request.unknown-member", detail: "the object has a member that is not known",
            hint: nearest.map { "did you mean '\($0)'?" } ?? "leave it out")
    }

    private static func place(_ pointer: [String]) -> String { JSONPointer(tokens: pointer).description }

    /// The member of a problem document.
    var json: JSONValue {
        [
            "place": .string(place), "code": .string(code), "detail": .string(detail),
            "hint": hint.map(JSONValue.string) ?? .null,
        ]
    }
}
