import Synchronization

/// A value that is in force until another one takes its place, while others read it.
///
/// Who begins something takes the value once and keeps it to the end.
package final class Current<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    /// Puts a first value in force.
    package init(_ value: Value) { state = Mutex(value) }

    /// What is in force now.
    package var value: Value { state.withLock { $0 } }

    /// Puts another value in force.
    package func replace(with value: Value) { state.withLock { $0 = value } }
}
