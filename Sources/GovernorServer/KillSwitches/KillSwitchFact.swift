package import GovernorCore
package import GovernorLedger

/// The facts of stopping a system and of letting it run again.
enum KillSwitchFact {
    static let stopped: FactType = "system.stopped"
    static let started: FactType = "system.started"
    static let stream: StreamName = "kill-switches"
    /// What a start is to the stop that it takes back.
    private static let ends = "ends"

    static func stop(of system: String, _ reason: String) throws(JSONError) -> EvidenceDesk.Draft {
        // The system is in the leaf: it stays stopped when the reason is erased.
        let subject = try EvidenceDesk.digest(of: .string(system)).map { Fact.Subject(name: system, digest: $0) }
        return EvidenceDesk.Draft(
            type: stopped, stream: stream, subjects: subject.map { [$0] } ?? [],
            payload: ["system": .string(system), "reason": .string(reason)])
    }

    static func start(after stop: SystemStop, _ reason: String?) -> EvidenceDesk.Draft {
        EvidenceDesk.Draft(
            type: started, stream: stream,
            payload: ["system": .string(stop.system), "reason": reason.map(JSONValue.string) ?? .null],
            links: [Fact.Link(relation: ends, id: stop.id)])
    }

    /// The stop that a fact records; nil for any other fact.
    fileprivate static func stop(of fact: RecordedFact) -> SystemStop? {
        let content = fact.leaf.content
        guard content.type == stopped, let system = content.subjects.first?.name else { return nil }
        let payload: JSONValue = if case .present(let payload) = fact.payload { payload } else { .null }
        return SystemStop(id: fact.id, system: system, reason: payload["reason"]?.string, time: content.time)
    }

    /// The stops that a fact takes back.
    fileprivate static func ended(by fact: RecordedFact) -> [UUIDv7] {
        guard fact.leaf.content.type == started else { return [] }
        return fact.leaf.content.links.filter { $0.relation == ends }.map(\.id)
    }
}

extension SystemStops {
    /// The facts that are read at a time.
    private static let pageLimit = 256

    /// The systems that a ledger says are stopped.
    ///
    /// - Throws: What reading the ledger throws.
    package static func open(_ reader: LedgerReader) async throws -> SystemStops {
        let stops = SystemStops()
        var query = FactQuery()
        query.types = [KillSwitchFact.stopped, KillSwitchFact.started]
        var cursor: FactCursor?
        repeat {
            let page = try await reader.facts(matching: query, after: cursor, limit: pageLimit)
            for fact in page.facts {
                if let stop = KillSwitchFact.stop(of: fact) { stops.add(stop) }
                for id in KillSwitchFact.ended(by: fact) { stops.remove(id) }
            }
            cursor = page.next
        } while cursor != nil
        return stops
    }
}
