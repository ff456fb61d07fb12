/// Calls that are rewritten while parsing, because they bind names or do not evaluate all their arguments.
enum Macro {
    /// A call as it was written.
    struct Call {
        let name: String
        let target: Node?
        let arguments: [Node]
        let offset: Int
    }

    /// What the call stands for; nil if it is an ordinary function.
    static func expand(_ call: Call) throws(SyntaxFault) -> Node? {
        guard let target = call.target else { return call.name == "has" ? try presence(call) : nil }
        if case .identifier("cel", _) = target.kind { return try celFunction(call) }
        if let comprehension = try comprehension(call, over: target) { return comprehension }
        return try optionalMap(call, over: target)
    }

    // MARK: has

    private static func presence(_ call: Call) throws(SyntaxFault) -> Node? {
        guard call.arguments.count == 1 else { return nil }
        guard case .select(let operand, let field, let isOptional) = call.arguments[0].kind else {
            throw invalid("has() takes a field, as has(request.user)", at: call.arguments[0].offset)
        }
        return Node(.presence(operand, field: field, isOptional: isOptional), at: call.offset)
    }

    // MARK: Comprehensions

    private static func comprehension(_ call: Call, over range: Node) throws(SyntaxFault) -> Node? {
        switch (call.name, call.arguments.count) {
        case ("all", 2): try one(.all, call, range, predicate: 1)
        case ("exists", 2): try one(.exists, call, range, predicate: 1)
        case ("exists_one", 2), ("existsOne", 2): try one(.existsOne, call, range, predicate: 1)
        case ("filter", 2): try one(.filter, call, range, predicate: 1)
        case ("map", 2): try one(.transformList, call, range, transform: 1)
        case ("map", 3): try one(.transformList, call, range, predicate: 1, transform: 2)
        case ("all", 3): try two(.all, call, range, predicate: 2)
        case ("exists", 3): try two(.exists, call, range, predicate: 2)
        case ("exists_one", 3), ("existsOne", 3): try two(.existsOne, call, range, predicate: 2)
        case ("transformList", 3): try two(.transformList, call, range, transform: 2)
        case ("transformList", 4): try two(.transformList, call, range, predicate: 2, transform: 3)
        case ("transformMap", 3): try two(.transformMap, call, range, transform: 2)
        case ("transformMap", 4): try two(.transformMap, call, range, predicate: 2, transform: 3)
        case ("transformMapEntry", 3): try two(.transformMapEntry, call, range, transform: 2)
        case ("transformMapEntry", 4): try two(.transformMapEntry, call, range, predicate: 2, transform: 3)
        default: nil
        }
    }

    private static func one(
        _ kind: Comprehension.Kind, _ call: Call, _ range: Node, predicate: Int? = nil, transform: Int? = nil
    ) throws(SyntaxFault) -> Node {
        let first = try variable(call.arguments[0])
        return fold(kind, call, range, first, nil, predicate, transform)
    }

    private static func two(
        _ kind: Comprehension.Kind, _ call: Call, _ range: Node, predicate: Int? = nil, transform: Int? = nil
    ) throws(SyntaxFault) -> Node {
        let first = try variable(call.arguments[0])
        let second = try variable(call.arguments[1])
        guard first != second else {
            throw invalid("the two variables need different names", at: call.arguments[1].offset)
        }
        return fold(kind, call, range, first, second, predicate, transform)
    }

    private static func fold(
        _ kind: Comprehension.Kind, _ call: Call, _ range: Node, _ first: String, _ second: String?,
        _ predicate: Int?, _ transform: Int?
    ) -> Node {
        let comprehension = Comprehension(
            kind: kind, range: range, first: first, second: second,
            predicate: predicate.map { call.arguments[$0] }, transform: transform.map { call.arguments[$0] })
        return Node(.comprehension(comprehension), at: call.offset)
    }

    // MARK: Optionals

    private static func optionalMap(_ call: Call, over target: Node) throws(SyntaxFault) -> Node? {
        guard call.name == "optMap" || call.name == "optFlatMap", call.arguments.count == 2 else { return nil }
        let name = try variable(call.arguments[0])
        return Node(
            .optionalMap(target, name: name, body: call.arguments[1], isFlat: call.name == "optFlatMap"),
            at: call.offset)
    }

    // MARK: cel.bind, cel.block

    private static func celFunction(_ call: Call) throws(SyntaxFault) -> Node? {
        switch (call.name, call.arguments.count) {
        case ("bind", 3):
            let name = try variable(call.arguments[0])
            return Node(.bind(name, call.arguments[1], body: call.arguments[2]), at: call.offset)
        case ("block", 2):
            guard case .list(let elements) = call.arguments[0].kind, !elements.contains(where: \.isOptional) else {
                throw invalid("cel.block() takes a list of expressions", at: call.arguments[0].offset)
            }
            return Node(.block(elements.map(\.value), body: call.arguments[1]), at: call.offset)
        case ("index", 1):
            let index = try smallNumber(call.arguments[0])
            return Node(.identifier(indexName(index), isAbsolute: false), at: call.offset)
        case ("iterVar", 2), ("accuVar", 2):
            let numbers = (try smallNumber(call.arguments[0]), try smallNumber(call.arguments[1]))
            return Node(.identifier("@\(call.name):\(numbers.0):\(numbers.1)", isAbsolute: false), at: call.offset)
        default: return nil
        }
    }

    /// The name under which `cel.index(n)` finds a value of its block; no name in a text begins with `@`.
    static func indexName(_ index: Int) -> String { "@index\(index)" }

    private static func smallNumber(_ node: Node) throws(SyntaxFault) -> Int {
        guard case .literal(.int(let value)) = node.kind, (0..<10_000).contains(value) else {
            throw invalid("expected a small whole number", at: node.offset)
        }
        return Int(value)
    }

    private static func variable(_ node: Node) throws(SyntaxFault) -> String {
        guard case .identifier(let name, isAbsolute: false) = node.kind else {
            throw invalid("expected a plain name for the variable", at: node.offset)
        }
        return name
    }

    private static func invalid(_ message: String, at offset: Int) -> SyntaxFault {
        SyntaxFault(Issue(.invalidMacro, message, at: offset))
    }
}
