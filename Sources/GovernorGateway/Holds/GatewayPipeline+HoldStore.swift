import GovernorCore
import Logging

/// What the store of holds is asked, within the time that a decision may take. What is asked of it goes on when the client
/// has gone away.
extension GatewayPipeline {
    /// What the store knows of a hold.
    struct Found: Sendable { let hold: Hold? }

    /// Which hold is looked for.
    struct Inquiry: Sendable {
        let key: HoldKey
        let stage: Stage
        let store: any HoldStore
        let exchange: Exchange
    }

    /// The hold of a request as it stands; nil where the store cannot say.
    func hold(_ inquiry: Inquiry) async -> Found? {
        let found = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) { _ -> Found? in
            do { return Found(hold: try await inquiry.store.hold(of: inquiry.key, at: inquiry.stage)) } catch {
                self.log("hold not found out", inquiry.exchange, error)
                return nil
            }
        }
        return found ?? nil
    }

    /// A hold as it stands; nil where the store cannot say.
    func hold(_ id: UUIDv7, in store: any HoldStore, _ exchange: Exchange) async -> Found? {
        let found = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) { _ -> Found? in
            do { return Found(hold: try await store.hold(id)) } catch {
                self.log("hold not found out", exchange, error)
                return nil
            }
        }
        return found ?? nil
    }

    /// What was held, and what the reviewer has written.
    struct Contents: Sendable {
        /// Nil for what is erased.
        let content: HeldContent?
        let edits: [String: String]
    }

    /// What was held, and what the reviewer has written; nil where it cannot be read.
    func content(of hold: Hold, in store: any HoldStore, _ exchange: Exchange) async -> Contents? {
        let found = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) { _ -> Contents? in
            do {
                let (content, edits) = try await store.content(of: hold)
                return Contents(content: content, edits: edits)
            } catch HoldError.erased {
                return Contents(content: nil, edits: [:])
            } catch {
                self.log("hold not read", exchange, error)
                return nil
            }
        }
        return found ?? nil
    }

    /// Makes a hold durable.
    ///
    /// - Throws: ``ModelProblem/holdsFull`` and ``ModelProblem/notRecorded``.
    func park(
        _ draft: HoldDraft, in store: any HoldStore, _ exchange: Exchange
    ) async throws(ModelProblem) -> Hold {
        let parked = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            _ -> Result<Hold, ModelProblem> in
            do {
                return .success(try await store.park(draft))
            } catch HoldError.full {
                return .failure(.holdsFull)
            } catch {
                self.log("hold not recorded", exchange, error)
                return .failure(.notRecorded)
            }
        }
        guard let parked else { throw .notRecorded }
        switch parked {
        case .success: metrics.held(at: draft.stage, .waits)
        case .failure(.holdsFull): metrics.held(at: draft.stage, .full)
        case .failure: break
        }
        return try parked.get()
    }

    /// Records of a request that was held that its model has answered; false when that cannot be recorded, so that nothing
    /// of the answer may leave.
    func used(_ admission: Admission) async -> Bool {
        guard let claim = admission.claim else { return true }
        let decision = admission.exchange.factID
        let used = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) { _ -> Bool in
            do {
                try await claim.use(by: decision)
                return true
            } catch {
                self.log("use of a hold not recorded", admission.exchange, error)
                return false
            }
        }
        return used ?? false
    }
}
