package import GovernorCore
import Synchronization

/// Says who may ask which model, and whether now.
///
/// One lock guards all that is counted: a request is counted everywhere or nowhere, and the work under the lock is a few
/// additions. What is counted is shared with the limiter that takes its place when keys or limits change: what a request
/// holds is given back to it, whichever has admitted it.
package final class Limiter: Sendable {
    /// Where a request is counted besides with everybody's.
    struct Place: Sendable, Hashable {
        /// The place of its key's meter.
        let key: Int
        /// Its user's, if users are limited.
        let user: UInt64?
    }

    /// Whose limit it is.
    enum Scope: String, Sendable, CaseIterable { case gateway, key, user }

    private struct Key {
        let place: Int
        let grant: KeyGrant
    }

    private struct State {
        var everybody: Meter
        /// A meter for each key that there ever was in this process.
        var keys: [Meter] = []
        /// Where each key's meter is.
        var places: [String: Int] = [:]
        /// What outlives the process, of the limiter in force.
        var budgets = Budgets()
        var users: [UInt64: Meter] = [:]
        var second = 0
        var period = Spending.Period()
        /// When the period has to be looked up again, in milliseconds since 1970.
        var periodEnd = Int64.min
        /// When idle users were let go last.
        var swept = -1
        var changes = 0
        /// Whether it is known what was spent.
        var isKnown = true

        init(everybody: Quota) { self.everybody = Meter(everybody) }

        /// The place of a key's meter, which is made if it is not there.
        mutating func place(of key: String, _ quota: Quota) -> Int {
            if let place = places[key] { return place }
            keys.append(Meter(quota))
            places[key] = keys.count - 1
            return keys.count - 1
        }
    }

    /// Whose spending is kept, and in which currency.
    private struct Budgets {
        var isEverybodys = false
        var keys: [String] = []
        var currency = ""

        var isEmpty: Bool { !isEverybodys && keys.isEmpty }
    }

    /// What is counted, and its lock.
    private final class Counts: Sendable {
        private let state: Mutex<State>

        init(_ state: State) { self.state = Mutex(state) }

        func withLock<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
            state.withLock { body(&$0) }
        }
    }

    private let keys: [String: Key]
    private let isLimited: Bool
    private let refusesUnknown: Bool
    private let state: Counts
    private let elapsed: @Sendable () -> Duration
    private let clock: WallClock
    let configuration: QuotaConfiguration

    /// Creates a limiter. One that takes another's place lets its limits hold when it is activated.
    ///
    /// - Parameters:
    ///   - configuration: What keys may.
    ///   - principals: The ids of the keys there are.
    ///   - elapsed: The time since some moment by a clock that is never set: limits of a minute go by it.
    ///   - clock: The time of day: budgets go by it.
    ///   - predecessor: Whose counts are gone on with; nil to begin at nothing.
    package init(
        _ configuration: QuotaConfiguration, for principals: [String], elapsed: @escaping @Sendable () -> Duration,
        clock: @escaping WallClock, after predecessor: Limiter? = nil
    ) {
        let state = predecessor?.state ?? Counts(State(everybody: configuration.everybody))
        let grants = principals.map { id in
            configuration.keys.first { $0.isMeant(for: id) } ?? KeyGrant(id: id)
        }
        keys = state.withLock { state in
            Dictionary(
                zip(principals, grants).map { ($0, Key(place: state.place(of: $0, $1.quota), grant: $1)) },
                uniquingKeysWith: { first, _ in first })
        }
        isLimited =
            configuration.everybody != Quota()
            || configuration.keys.contains { $0.quota != Quota() || $0.eachUser != Quota() }
        refusesUnknown = configuration.whenUnavailable == .refuse
        self.configuration = configuration
        self.elapsed = elapsed
        self.clock = clock
        self.state = state
        if predecessor == nil { activate() }
    }

    /// Lets the limits hold from now on, also for what was counted under others.
    package func activate() {
        var budgets = Budgets(isEverybodys: configuration.everybody.hasBudget, currency: configuration.currency)
        budgets.keys = keys.filter { $0.value.grant.quota.hasBudget }.map(\.key)
        state.withLock { state in
            state.everybody.change(to: configuration.everybody)
            for key in keys.values { state.keys[key.place].change(to: key.grant.quota) }
            if !state.budgets.currency.isEmpty, state.budgets.currency != budgets.currency {
                state.everybody.forgetCosts()
                for place in state.keys.indices { state.keys[place].forgetCosts() }
            }
            state.budgets = budgets
            state.changes += 1
        }
    }

    /// Whether a key may ask for a model. What a key may not ask for, its bearer need not know of.
    package func grants(_ model: String, to principal: Principal) -> Bool {
        keys[principal.id].map { $0.grant.includes(model) } ?? false
    }

    /// Admits a request, and counts it.
    ///
    /// - Returns: What the request holds until it ends; nil where nothing is limited.
    /// - Throws: ``LimitRefusal``; nothing is then counted.
    func admit(_ request: LimitedRequest) throws(LimitRefusal) -> Reservation? {
        guard isLimited, let key = keys[request.principal] else { return nil }
        let claim = request.claim
        let (elapsed, time) = (elapsed(), clock())
        let user = key.grant.eachUser == Quota() ? nil : Self.hash(request.user, of: key.place)
        let outcome = state.withLock { state -> Result<(Place, Reservation.Moment, RateStatus), LimitRefusal> in
            Self.advance(&state, elapsed, time)
            guard state.isKnown || !refusesUnknown || !hasBudget(key) else { return .failure(.spendingUnknown) }
            let place = Place(key: key.place, user: user.map { Self.room(for: $0, key, &state) })
            if let (scope, limit) = Self.exceeded(by: claim, place, &state) {
                return .failure(Self.refusal(scope, limit, claim, place, state, elapsed, time))
            }
            state.everybody.take(claim)
            state.keys[place.key].take(claim)
            if let user = place.user { state.users[user]?.take(claim) }
            state.changes += 1
            let moment = Reservation.Moment(second: state.second, period: state.period)
            return .success((place, moment, Self.status(place, state, elapsed)))
        }
        let (place, moment, status) = try outcome.get()
        return Reservation(self, request, place, moment, status)
    }

    /// Counts what a request has used.
    func end(_ reservation: Reservation, _ used: Claim) {
        let (claim, place, moment) = (reservation.request.claim, reservation.place, reservation.moment)
        let (elapsed, time) = (elapsed(), clock())
        state.withLock { state in
            Self.advance(&state, elapsed, time)
            let (second, period) = (state.second, state.period)
            state.everybody.advance(to: second, period)
            state.everybody.settle(claim, as: used, moment)
            state.keys[place.key].advance(to: second, period)
            state.keys[place.key].settle(claim, as: used, moment)
            if let user = place.user {
                state.users[user]?.advance(to: second, period)
                state.users[user]?.settle(claim, as: used, moment)
            }
            state.changes += 1
        }
    }

    private func hasBudget(_ key: Key) -> Bool {
        configuration.everybody.hasBudget || key.grant.quota.hasBudget
    }

    // MARK: Under the lock

    private static func advance(_ state: inout State, _ elapsed: Duration, _ time: Timestamp) {
        state.second = max(state.second, Int(elapsed.components.seconds))
        guard time.millisecondsSince1970 >= state.periodEnd else { return }
        state.period = Spending.Period(time)
        state.periodEnd = state.period.dayEnd?.millisecondsSince1970 ?? .max
    }

    private static func exceeded(by claim: Claim, _ place: Place, _ state: inout State) -> (Scope, Limit)? {
        let (second, period) = (state.second, state.period)
        state.keys[place.key].advance(to: second, period)
        if let limit = state.keys[place.key].limit(exceededBy: claim) { return (.key, limit) }
        if let user = place.user {
            state.users[user]?.advance(to: second, period)
            if let limit = state.users[user]?.limit(exceededBy: claim) { return (.user, limit) }
        }
        state.everybody.advance(to: second, period)
        return state.everybody.limit(exceededBy: claim).map { (.gateway, $0) }
    }

    /// What is left to the key and to the user, whichever is less. How much others use is nobody's business.
    private static func status(_ place: Place, _ state: State, _ elapsed: Duration) -> RateStatus {
        let (key, user) = (state.keys[place.key], place.user.flatMap { state.users[$0] })
        return RateStatus(
            requests: RateStatus.Level.lesser(key.requestLevel, user?.requestLevel),
            tokens: RateStatus.Level.lesser(key.tokenLevel, user?.tokenLevel), elapsed: elapsed)
    }

    private static func refusal(
        _ scope: Scope, _ limit: Limit, _ claim: Claim, _ place: Place, _ state: State, _ elapsed: Duration,
        _ time: Timestamp
    ) -> LimitRefusal {
        let meter: Meter? =
            switch scope {
            case .gateway: state.everybody
            case .key: state.keys[place.key]
            case .user: place.user.flatMap { state.users[$0] }
            }
        let wait: Duration? =
            switch limit {
            case .concurrency: .seconds(1)
            case .requests, .tokens:
                meter?.second(admitting: claim).map { max(.milliseconds(1), .seconds($0) - elapsed) }
            case .tokensPerDay, .costPerDay: state.period.dayEnd.map { $0.duration(since: time) }
            case .tokensPerMonth, .costPerMonth: state.period.monthEnd.map { $0.duration(since: time) }
            }
        return .exceeded(scope, limit, wait: wait, rates: status(place, state, elapsed))
    }

    // MARK: Users

    /// The most users that are told apart at a time; those that come on top share what one may ask for.
    private static let userLimit = 10_000

    /// The place of a user's meter, which is made if it is not there.
    private static func room(for user: UInt64, _ key: Key, _ state: inout State) -> UInt64 {
        if state.users[user] != nil {
            state.users[user]?.change(to: key.grant.eachUser)
            return user
        }
        if state.users.count >= userLimit, state.swept < state.second {
            state.swept = state.second
            let (second, period) = (state.second, state.period)
            state.users = state.users.filter { _, meter in
                var meter = meter
                meter.advance(to: second, period)
                return !meter.isIdle
            }
        }
        let place = state.users.count < userLimit ? user : UInt64(key.place)
        if state.users[place] == nil { state.users[place] = Meter(key.grant.eachUser) }
        return place
    }

    /// What takes a user's place in memory: a number under a secret that each process draws anew.
    private static func hash(_ user: String?, of key: Int) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(key)
        hasher.combine(user.map(ExactString.init))
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension Limiter {
    /// Whether there is anything to keep beyond the life of the process.
    var hasBudget: Bool { state.withLock { !$0.budgets.isEmpty } }

    /// What was spent of the budgets in force, by whom.
    func counters(changedSince changes: Int) -> (counters: StoredCounters, changes: Int)? {
        state.withLock { state in
            guard state.changes != changes else { return nil }
            var counters = StoredCounters(currency: state.budgets.currency)
            if state.budgets.isEverybodys { counters.everybody = state.everybody.spending }
            for id in state.budgets.keys {
                counters.keys[id] = state.places[id].map { state.keys[$0].spending }
            }
            return (counters, state.changes)
        }
    }

    /// Adds what was stored by a process before.
    func add(_ stored: StoredCounters) {
        state.withLock { state in
            let isComparable = stored.currency == state.budgets.currency
            if let spending = stored.everybody { state.everybody.add(spending.counting(cost: isComparable)) }
            for (id, spending) in stored.keys {
                guard let place = state.places[id] else { continue }
                state.keys[place].add(spending.counting(cost: isComparable))
            }
        }
    }

    /// Says whether it is known what was spent.
    func setKnown(_ isKnown: Bool) { state.withLock { $0.isKnown = isKnown } }
}

extension Timestamp {
    /// How long ago another moment was, and at least a moment ago.
    fileprivate func duration(since other: Timestamp) -> Duration {
        .milliseconds(max(1, millisecondsSince1970 - other.millisecondsSince1970))
    }
}

extension Spending {
    /// The same without costs, where they are counted in another currency.
    fileprivate func counting(cost: Bool) -> Spending {
        cost ? self : withoutCosts
    }
}
