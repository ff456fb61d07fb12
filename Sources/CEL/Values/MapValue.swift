/// A map value: entries in the order they were given, found by key in constant time.
public struct MapValue: Sendable {
    /// The keys as they were written, in order; `bool`, `int`, `uint` or `string`.
    public private(set) var keys: [Value] = []
    /// The values, in the order of `keys`.
    public private(set) var values: [Value] = []

    /// Positions by key, once there are so many entries that a search from the front would be slower.
    private var positions: [MapKey: Int] = [:]
    private var storedKeys: [MapKey] = []

    /// Below this many entries a linear search beats hashing the key.
    private static let linearLimit = 8

    /// An empty map.
    public init() {}

    /// A map of `entries`; of two equal keys the later wins, keys that the language does not allow are left out.
    public init(_ entries: some Sequence<(Value, Value)>) {
        for (key, value) in entries {
            guard let stored = MapKey(storing: key) else { continue }
            if let position = position(of: stored) {
                values[position] = value
            } else {
                append(key: key, stored: stored, value: value)
            }
        }
    }

    /// The number of entries.
    public var count: Int { keys.count }

    /// The value under `key`, or nil; numbers are found across types.
    public subscript(key: Value) -> Value? {
        guard let wanted = MapKey(lookup: key), let position = position(of: wanted) else { return nil }
        return values[position]
    }

    /// The value under the string key `name`, or nil.
    public subscript(name: String) -> Value? {
        position(of: .string(name)).map { values[$0] }
    }

    /// Adds an entry unless its key is already there.
    ///
    /// - Returns: Whether the entry was added.
    mutating func insert(key: Value, stored: MapKey, value: Value) -> Bool {
        guard position(of: stored) == nil else { return false }
        append(key: key, stored: stored, value: value)
        return true
    }

    private mutating func append(key: Value, stored: MapKey, value: Value) {
        keys.append(key)
        values.append(value)
        storedKeys.append(stored)
        if keys.count == Self.linearLimit + 1 {
            for (position, stored) in storedKeys.enumerated() { positions[stored] = position }
        } else if keys.count > Self.linearLimit {
            positions[stored] = keys.count - 1
        }
    }

    private func position(of key: MapKey) -> Int? {
        keys.count > Self.linearLimit ? positions[key] : storedKeys.firstIndex(of: key)
    }
}
