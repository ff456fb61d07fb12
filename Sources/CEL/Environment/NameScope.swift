/// How a name of an expression is looked up: in the container first, then in each enclosing one, then at the root.
struct NameScope: Sendable {
    private let container: [Substring]

    init(container: String) { self.container = container.split(separator: ".") }

    /// The full names that a name may mean, most specific first.
    func candidates(for name: String, isAbsolute: Bool) -> [String] {
        guard !isAbsolute, !container.isEmpty else { return [name] }
        return (0...container.count).reversed().map { depth in
            (container.prefix(depth) + [Substring(name)]).joined(separator: ".")
        }
    }
}

extension Node {
    /// The dotted name that a chain of plain selections spells, with the name it begins with; nil for anything else.
    var dottedName: (name: String, root: String, isAbsolute: Bool)? {
        switch kind {
        case .identifier(let name, let isAbsolute): return (name, name, isAbsolute)
        case .select(let operand, let field, isOptional: false):
            guard let (name, root, isAbsolute) = operand.dottedName else { return nil }
            return ("\(name).\(field)", root, isAbsolute)
        default: return nil
        }
    }
}
