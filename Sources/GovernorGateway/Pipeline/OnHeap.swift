/// A value that lies on the heap, and that its copies share until one of them changes.
///
/// An asynchronous function keeps a copy of every value that it goes on with after it waited, and so does each of those that
/// wait for it. Of a large value these are kilobytes for every request that is under way; of this they are references.
@dynamicMemberLookup
struct OnHeap<Value: Sendable>: Sendable {
    private final class Storage: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage

    init(_ value: Value) { storage = Storage(value) }

    /// The value itself.
    var value: Value { storage.value }

    subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { storage.value[keyPath: path] }

    subscript<Member>(dynamicMember path: WritableKeyPath<Value, Member>) -> Member {
        get { storage.value[keyPath: path] }
        set {
            var value = storage.value
            value[keyPath: path] = newValue
            storage = Storage(value)
        }
    }
}
