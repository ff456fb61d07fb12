/// How many connections each listener may have, so that together they leave the process descriptors for all else.
struct ConnectionShare: Equatable {
    /// The gateway's connections.
    let gateway: Int
    /// The evidence service's connections.
    let evidence: Int

    /// The descriptors that are no connections: the files and journals of two databases on five connections each, locks,
    /// pipes, and what is opened for a moment; with as much again to spare.
    static let reserved = 96
    /// The descriptors of one thread of the listeners: its event queue, its timer and what wakes it.
    static let perThread = 4
    /// The fewest connections that a listener is started for.
    static let fewest = 8

    /// Shares descriptors out: as many connections as are wanted, or what there is in the same ratio.
    ///
    /// - Parameters:
    ///   - descriptors: How many the process may have open.
    ///   - threads: How many threads the listeners run on.
    /// - Throws: ``ServeError/tooFewDescriptors(limit:needed:)``.
    init(gateway: Int, evidence: Int, descriptors: Int, threads: Int) throws(ServeError) {
        let others = Self.reserved + Self.perThread * threads
        let available = descriptors - others
        guard gateway + evidence > available else {
            (self.gateway, self.evidence) = (gateway, evidence)
            return
        }
        guard available >= 2 * Self.fewest else {
            throw .tooFewDescriptors(limit: descriptors, needed: others + 2 * Self.fewest)
        }
        let share = Int((Double(available) * Double(evidence) / Double(gateway + evidence)).rounded(.down))
        self.evidence = min(max(share, Self.fewest), available - Self.fewest, evidence)
        self.gateway = min(available - self.evidence, gateway)
    }
}
