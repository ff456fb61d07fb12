/// The members of a JSON object in the order they were written, each name once.
///
/// Names are told apart by their bytes, not by Unicode equivalence. Lookup is linear: documents here are small, and
/// what is large is read in order.
public struct JSONObject: Sendable, Hashable, RandomAccessCollection {
    /// A name and its value.
    public typealias Element = (name: String, value: JSONValue)

    private var names: [ExactString] = []
    private var values: [JSONValue] = []

    /// Creates an empty object.
    public init() {}

    /// Creates an object from members; of two with one name the last value stays.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        names.reserveCapacity(members.underestimatedCount)
        values.reserveCapacity(members.underestimatedCount)
        var positions: [ExactString: Int] = [:]
        for (text, value) in members {
            let name = ExactString(text)
            // A linear look is faster than hashing for the few members that most objects have.
            if names.count == Self.fewMembers {
                positions = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
            }
            if let position = names.count < Self.fewMembers ? names.firstIndex(of: name) : positions[name] {
                values[position] = value
            } else {
                if names.count >= Self.fewMembers { positions[name] = names.count }
                names.append(name)
                values.append(value)
            }
        }
    }

    private static let fewMembers = 24

    /// The positions of the members in the order of RFC 8785: by the UTF-16 code units of their names.
    var canonicalOrder: [Int] {
        var order = Array(names.indices)
        // Objects are small and nearly sorted, as they are written in code: each name is moved to its place.
        guard names.count <= Self.fewMembers else {
            return order.sorted { names[$0].text.precedesByUTF16(names[$1].text) }
        }
        for next in order.indices.dropFirst() {
            var place = next
            while place > 0, names[next].text.precedesByUTF16(names[order[place - 1]].text) {
                order[place] = order[place - 1]
                place -= 1
            }
            order[place] = next
        }
        return order
    }

    /// Wraps members that the parser has found to be unique.
    init(uniqueNames names: [ExactString], values: [JSONValue]) {
        self.names = names
        self.values = values
    }

    /// The value of a name. Setting nil removes the member; a new name goes to the end.
    public subscript(name: String) -> JSONValue? {
        get { index(of: name).map { values[$0] } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let value?): values[index] = value
            case (let index?, nil):
                names.remove(at: index)
                values.remove(at: index)
            case (nil, let value?):
                names.append(ExactString(name))
                values.append(value)
            case (nil, nil): break
            }
        }
    }

    /// The names in order.
    public var keys: [String] { names.map(\.text) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { names.count }
    public subscript(position: Int) -> Element { (names[position].text, values[position]) }

    /// Two objects are equal when they have the same members in any order.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        var members = 0
        for (name, value) in zip(names, values) {
            var member = Hasher()
            member.combine(name)
            member.combine(value)
            members ^= member.finalize()
        }
        hasher.combine(members)
    }

    private func index(of name: String) -> Int? { names.firstIndex { $0.text.isExactly(name) } }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object; of two members with one name the last stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
