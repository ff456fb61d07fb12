/// The values of an environment's variables for one evaluation; reusable for the next.
///
/// Values live in slots, one for each declared variable in the order of declaration, so that evaluating looks nothing up
/// by name.
public struct Activation: Sendable {
    private(set) var slots: [Value?]
    private let slotByName: [String: Int]

    /// An activation of `environment` with nothing bound.
    public init(_ environment: Environment) {
        slotByName = environment.slotByName
        slots = Array(repeating: nil, count: environment.variables.count)
    }

    /// The value bound to a variable; setting a name that the environment does not declare does nothing.
    public subscript(name: String) -> Value? {
        get { slotByName[name].flatMap { slots[$0] } }
        set { if let slot = slotByName[name] { slots[slot] = newValue } }
    }

    /// The value in a slot, as given by ``Environment/slot(of:)``.
    public subscript(slot slot: Int) -> Value? {
        get { slots[slot] }
        set { slots[slot] = newValue }
    }

    /// Unbinds every variable and keeps the storage.
    public mutating func removeAll() {
        for slot in slots.indices { slots[slot] = nil }
    }
}
