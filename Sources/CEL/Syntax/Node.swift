/// A node of an expression's syntax tree, macros expanded.
struct Node: Sendable {
    /// Where it begins, in Unicode scalars from the start; for an operator, where the operator stands.
    let offset: Int
    /// How many nodes lie between this one and its farthest leaf; bounds every recursion over the tree, and over the
    /// values of `cel.block`, which are evaluated where they are used.
    let height: Int
    private let box: Box

    /// What the node is.
    var kind: Kind { box.kind }

    init(_ kind: Kind, at offset: Int) {
        self.offset = offset
        height = kind.height([:])
        box = Box(kind)
    }

    private final class Box: Sendable {
        let kind: Kind
        init(_ kind: Kind) { self.kind = kind }
    }

    enum Kind: Sendable {
        case literal(Value)
        /// A name; with a leading dot it is looked up from the root.
        case identifier(String, isAbsolute: Bool)
        /// `operand.field`, or `operand.?field`.
        case select(Node, field: String, isOptional: Bool)
        /// `has(operand.field)`.
        case presence(Node, field: String, isOptional: Bool)
        /// `operand[key]`, or `operand[?key]`.
        case index(Node, key: Node, isOptional: Bool)
        /// A function, `target.name(arguments)` if it has a target; operators are called `_+_`, `!_` and so on.
        case call(String, isAbsolute: Bool = false, target: Node?, arguments: [Node])
        case list([Element])
        case map([Entry])
        /// A protobuf message, which parses and never checks.
        case message(String, values: [Node])
        case and(Node, Node)
        case or(Node, Node)
        case conditional(Node, then: Node, otherwise: Node)
        case comprehension(Comprehension)
        /// `cel.bind(name, value, body)`.
        case bind(String, Node, body: Node)
        /// `cel.block([values], body)`: values are evaluated when first used, once.
        case block([Node], body: Node)
        /// `optional.optMap(name, body)` and `optFlatMap`.
        case optionalMap(Node, name: String, body: Node, isFlat: Bool)
    }

    struct Element: Sendable {
        let value: Node
        /// Written `?value`: left out when the optional is absent.
        let isOptional: Bool
    }

    struct Entry: Sendable {
        let key: Node
        let value: Node
        let isOptional: Bool
    }
}

/// A macro over the elements of a list or the entries of a map.
struct Comprehension: Sendable {
    enum Kind: Sendable {
        case all, exists, existsOne, filter, transformList, transformMap, transformMapEntry
    }

    let kind: Kind
    let range: Node
    /// With one variable: the element or key. With two: the index or key.
    let first: String
    /// The element or value, if there are two variables.
    let second: String?
    /// The condition of a quantifier, or what elements a transformation keeps.
    let predicate: Node?
    /// What a transformation makes of each element.
    let transform: Node?
}

extension Node.Kind {
    /// The height of a node of this kind, where names in `values` stand for trees of those heights.
    fileprivate func height(_ values: [String: Int]) -> Int {
        if case .identifier(let name, _) = self { return values[name] ?? 1 }
        guard case .block(let nodes, let body) = self else {
            let below = children.lazy.map { values.isEmpty ? $0.height : $0.kind.height(values) }
            return 1 + (below.max() ?? 0)
        }
        var values = values
        var highest = 0
        for (index, node) in nodes.enumerated() {
            let height = 1 + node.kind.height(values)
            values[Macro.indexName(index)] = height
            highest = max(highest, height)
        }
        return 1 + max(highest, body.kind.height(values))
    }

    /// The nodes directly below, in the order of the text.
    var children: [Node] {
        switch self {
        case .literal, .identifier: []
        case .select(let operand, _, _), .presence(let operand, _, _): [operand]
        case .index(let operand, let key, _): [operand, key]
        case .call(_, _, let target, let arguments): (target.map { [$0] } ?? []) + arguments
        case .list(let elements): elements.map(\.value)
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .message(_, let values): values
        case .and(let left, let right), .or(let left, let right): [left, right]
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .comprehension(let it): [it.range] + [it.predicate, it.transform].compactMap(\.self)
        case .bind(_, let value, let body): [value, body]
        case .block(let values, let body): values + [body]
        case .optionalMap(let operand, _, let body, _): [operand, body]
        }
    }
}
