import GovernorCore

/// Whose request it is, as far as it is known: all requests of one owner go to the same target of a model.
enum RequestOwner: Sendable, Hashable {
    /// The person that the client asks for.
    case user(String)
    /// A conversation, where no person is named.
    case session(String)
    /// The bearer of a key, where neither is.
    case key(String)
    /// Nobody that is known: each request is on its own.
    case request(String)

    /// A model's targets, the one that the owner belongs to first, the others in their order.
    ///
    /// The place is a number from a hash: each target has a share of all numbers that is its share of the weights, in the
    /// order of the configuration. So who has moved to the last target stays there while its share grows.
    func ordered(_ targets: [ModelTarget], of route: String, digest: DigestFunction) -> [ModelTarget] {
        let total = targets.reduce(0) { $0 + $1.weight }
        guard targets.count > 1, total > 0 else { return targets }
        var place = place(below: total, of: route, digest: digest)
        for (index, target) in targets.enumerated() {
            guard place >= target.weight else { return [target] + targets[..<index] + targets[(index + 1)...] }
            place -= target.weight
        }
        return targets
    }

    /// A number below a limit, as likely as any other, and always the same for this owner and route.
    private func place(below limit: Int, of route: String, digest: DigestFunction) -> Int {
        // The route's name first, so that it is not always the same people who try what is new; its length before it, so
        // that no name runs on into another's.
        let text = "\(route.utf8.count):\(route)\(kind):\(name)"
        let number = digest(Array(text.utf8)).bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(number.multipliedFullWidth(by: UInt64(limit)).high)
    }

    private var kind: String {
        switch self {
        case .user: "user"
        case .session: "session"
        case .key: "key"
        case .request: "request"
        }
    }

    private var name: String {
        switch self {
        case .user(let name), .session(let name), .key(let name), .request(let name): name
        }
    }
}
