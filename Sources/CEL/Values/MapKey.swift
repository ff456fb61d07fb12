/// A key of a map in the one form that equal keys share.
///
/// The language looks numbers up across types (`{1: 'a'}[1u]`, `{1: 'a'}[1.0]`), so a number that fits `int` is kept as
/// `int`, a larger one as `uint`. A double with a fraction, or one beyond both ranges, is no key.
enum MapKey: Sendable {
    case bool(Bool)
    case int(Int64)
    /// A number above `Int64.max`.
    case uint(UInt64)
    case string(String)

    /// The key that a lookup with `value` means, or nil when no map can contain it.
    init?(lookup value: Value) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .uint(let number): self = Int64(exactly: number).map(MapKey.int) ?? .uint(number)
        case .string(let text): self = .string(text)
        case .double(let number):
            if let int = Int64(exactly: number) {
                self = .int(int)
            } else if let uint = UInt64(exactly: number) {
                self = .uint(uint)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// The key under which an entry with the key `value` is stored, or nil when the language does not allow such keys.
    init?(storing value: Value) {
        if case .double = value { return nil }
        self.init(lookup: value)
    }
}

extension MapKey: Hashable {
    static func == (left: MapKey, right: MapKey) -> Bool {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let flag): hasher.combine(flag)
        case .int(let number): hasher.combine(number)
        case .uint(let number): hasher.combine(number)
        case .string(let text): text.hashScalars(into: &hasher)
        }
    }
}
