/// What expressions may refer to: variables, functions, and the container in which names are looked up.
public struct Environment: Sendable {
    /// The declared variables; the position of each is its slot.
    public let variables: [VariableDeclaration]
    let slotByName: [String: Int]
    let functions: [String: FunctionDeclaration]
    let types: [String: CELType]
    let scope: NameScope
    let timeZones: TimeZoneSource
    private let expandsMacros: Bool

    /// Creates an environment.
    ///
    /// - Parameters:
    ///   - container: The namespace in which names are looked up first.
    ///   - variables: What hosts promise to bind; of two with one name the last counts.
    ///   - functions: What hosts add to the libraries.
    ///   - libraries: Extensions of the standard library; all by default.
    ///   - timeZones: Where the rules of time zones come from.
    ///   - macros: Whether `has`, `all`, `map` and the like are rewritten; without them they are ordinary functions.
    public init(
        container: String = "", variables: [VariableDeclaration] = [], functions: [FunctionDeclaration] = [],
        libraries: [Library] = Library.all, timeZones: TimeZoneSource = .system, macros: Bool = true
    ) {
        self.variables = variables
        slotByName = Dictionary(variables.enumerated().map { ($1.name, $0) }) { _, last in last }
        let declared = Library.standard(timeZones: timeZones).functions + libraries.flatMap(\.functions) + functions
        self.functions = Dictionary(declared.map { ($0.name, $0) }, uniquingKeysWith: Self.merge)
        types = Dictionary(
            (Library.standard(timeZones: timeZones).types + libraries.flatMap(\.types)).map { ($0.name, $0) }
        ) { _, last in last }
        scope = NameScope(container: container)
        self.timeZones = timeZones
        expandsMacros = macros
    }

    /// The slot of a variable in activations; nil if it is not declared.
    public func slot(of name: String) -> Int? { slotByName[name] }

    /// Reads an expression without checking names or types.
    ///
    /// - Throws: ``CompileError`` with the first problem of the text.
    public func parse(_ source: String) throws(CompileError) -> Expression {
        Expression(source: source, root: try Parser.parse(source, expandsMacros: expandsMacros))
    }

    /// Reads, checks and prepares an expression.
    ///
    /// - Parameter checked: Whether names and types are checked; without, such mistakes show when evaluating.
    /// - Throws: ``CompileError`` with every problem found.
    public func compile(_ source: String, checked: Bool = true) throws(CompileError) -> Program {
        try compile(try parse(source), checked: checked)
    }

    /// Checks and prepares an expression that was read before.
    ///
    /// - Throws: ``CompileError`` with every problem found.
    public func compile(_ expression: Expression, checked: Bool = true) throws(CompileError) -> Program {
        var type = CELType.dyn
        if checked {
            var checker = Checker(self)
            type = checker.check(expression.root)
            guard checker.issues.isEmpty else { throw CompileError(checker.issues, source: expression.source) }
        }
        return Program(expression, in: self, outputType: type)
    }

    /// Two declarations of one function are one with both's forms; the later implementation counts.
    private static func merge(_ first: FunctionDeclaration, _ second: FunctionDeclaration) -> FunctionDeclaration {
        FunctionDeclaration(
            first.name, first.overloads + second.overloads.filter { !first.overloads.contains($0) },
            implementation: second.implementation ?? first.implementation)
    }
}

/// An expression that was read, not yet checked.
public struct Expression: Sendable {
    /// The text.
    public let source: String
    let root: Node
}
