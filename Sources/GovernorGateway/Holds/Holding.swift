package import GovernorCore

/// What the gateway does with what a policy holds.
package struct Holding: Sendable {
    /// Where holds are kept.
    package let store: any HoldStore
    /// How long the stream of a client waits for a review; nil to answer at once that it is held.
    package let streamsWait: Duration?

    /// Creates a setting; see the properties.
    package init(store: any HoldStore, streamsWait: Duration? = nil) {
        self.store = store
        self.streamsWait = streamsWait
    }
}
