/// Numbers the values of each kind: the same value has the same name.
struct PlaceholderNames {
    private let texts: [[UInt8]]
    /// What the texts say by themselves, which must not be taken for ours; read when the first name is wanted.
    private lazy var taken = texts.reduce(into: Set()) { $0.formUnion(Self.bracketed(in: $1)) }
    private var names: [String: [[UInt8]: String]] = [:]
    private var numbers: [String: Int] = [:]
    private(set) var originals: [String: [UInt8]] = [:]

    init(avoiding texts: [[UInt8]]) { self.texts = texts }

    mutating func name(for value: [UInt8], of kind: String) -> String {
        if let name = names[kind]?[value] { return name }
        let stem = kind.uppercased()
        var name: String
        repeat {
            numbers[kind, default: 0] += 1
            name = "[\(stem)_\(numbers[kind] ?? 0)]"
        } while taken.contains(Array(name.utf8))
        names[kind, default: [:]][value] = name
        originals[name] = value
        return name
    }

    /// Everything in brackets, without brackets within, that ends with a digit.
    private static func bracketed(in text: [UInt8]) -> Set<[UInt8]> {
        var bracketed: Set<[UInt8]> = []
        var opening: Int?
        for (offset, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "["): opening = offset
            case UInt8(ascii: "]"):
                if let opening, text[offset - 1].isDigit { bracketed.insert(Array(text[opening...offset])) }
                opening = nil
            default: continue
            }
        }
        return bracketed
    }
}
