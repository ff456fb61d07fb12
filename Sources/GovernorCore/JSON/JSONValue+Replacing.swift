extension JSONValue {
    /// The document with other values where pointers lead, in one pass over it; a pointer that leads nowhere changes nothing.
    ///
    /// Of two pointers one of which leads into what the other replaces, the outer one counts.
    public func replacing(_ values: [JSONPointer: JSONValue]) -> JSONValue {
        guard !values.isEmpty else { return self }
        return replacing(values.map { ($0.key.tokens[...], $0.value) })
    }

    /// - Parameter values: What takes the place of which values below this one; at least one.
    private func replacing(_ values: [(path: ArraySlice<String>, value: JSONValue)]) -> JSONValue {
        if let own = values.first(where: { $0.path.isEmpty }) { return own.value }
        var below: [ExactString: [(ArraySlice<String>, JSONValue)]] = [:]
        for (path, value) in values {
            below[ExactString(path[path.startIndex]), default: []].append((path.dropFirst(), value))
        }
        switch self {
        case .object(let members):
            return .object(
                JSONObject(
                    members.map { name, member in (name, below[ExactString(name)].map(member.replacing) ?? member) }))
        case .array(var elements):
            for (token, values) in below {
                guard let index = Int(token.text), elements.indices.contains(index), String(index) == token.text else {
                    continue
                }
                elements[index] = elements[index].replacing(values)
            }
            return .array(elements)
        default: return self
        }
    }
}
