/// What is kept of a table to compare another with it: its columns one by one, and decisions by group.
public struct TableProfile: Sendable, Equatable {
    /// How many rows were read.
    public let rows: Int
    /// The columns, in the order of the table.
    public let columns: [ColumnProfile]
    /// Rows by group, label and prediction; nil when no decisions were counted.
    public let cube: CountCube?
    /// The columns of the table that were left out: they are neither misspelt nor gone.
    public internal(set) var leftOut: [String] = []

    init(rows: Int, columns: [ColumnProfile], cube: CountCube?) {
        self.rows = rows
        self.columns = columns
        self.cube = cube
    }

    /// A column; nil when there is none of the name.
    public subscript(name: String) -> ColumnProfile? { columns.first { Level($0.name) == Level(name) } }

    /// The same without some columns.
    public func without(_ names: [String]) -> Self {
        let names = Set(names.map { Level($0) })
        let isLeftOut = { (column: ColumnProfile) in names.contains(Level(column.name)) }
        var rest = TableProfile(rows: rows, columns: columns.filter { !isLeftOut($0) }, cube: cube)
        rest.leftOut = leftOut + columns.filter(isLeftOut).map(\.name)
        return rest
    }
}

/// What is counted of a table for its profile.
public struct ProfileMapping: Sendable, Equatable {
    /// The columns that are looked at; nil for all.
    public var columns: [String]?
    /// The columns that are left out, such as identifiers.
    public var ignored: [String] = []
    /// Whose decisions are counted by group; the label, the prediction and the score are columns like others, too.
    public var decisions: ColumnMapping

    /// Maps columns.
    public init(columns: [String]? = nil, decisions: ColumnMapping = ColumnMapping(attributes: [])) {
        self.columns = columns
        self.decisions = decisions
    }

    /// What the cube counts: no scores, whose drift the column has; nil when there are no decisions.
    var cubeMapping: ColumnMapping? {
        guard decisions.prediction != nil || decisions.score != nil else { return nil }
        var mapping = decisions
        mapping.weight = nil
        return mapping
    }

    /// The columns that are looked at of those there are: one that is asked for may be gone, which the comparison says.
    func present(in header: [String]) -> [String] {
        let wanted = columns.map { Set($0.map { Level($0) }) }
        let ignored = Set(ignored.map { Level($0) })
        return header.filter { name in
            let level = Level(name)
            return (wanted?.contains(level) ?? true) && !ignored.contains(level)
        }
    }

    /// The columns that are left out of those there are.
    func leftOut(of header: [String]) -> [String] {
        let present = Set(present(in: header).map { Level($0) })
        return header.filter { !present.contains(Level($0)) }
    }
}
