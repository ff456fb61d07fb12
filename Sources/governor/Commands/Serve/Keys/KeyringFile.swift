import GovernorCore
import GovernorLedger
import GovernorSQLite

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of API keys: names, roles and hashes. The secrets themselves are nowhere.
struct KeyringFile {
    /// Where it is.
    let path: String

    /// The keys; nil when there is no file.
    ///
    /// - Throws: ``CommandError`` when the file cannot be read or holds something else.
    func load() throws(CommandError) -> APIKeyring? {
        let bytes: [UInt8]
        do throws(CommandError) {
            bytes = try InputFile(path, "key file").bytes(limit: Self.sizeLimit)
        } catch {
            if case .missing = error { return nil }
            throw error
        }
        guard let json = try? JSONValue(parsing: bytes), let keyring = APIKeyring(json, digest: Digest.sha256) else {
            throw .invalid(
                path: path, problem: "this is not a file of API keys", hint: "make keys with 'governor keys create'")
        }
        return keyring
    }

    /// Replaces the file; only its owner may read it.
    private func save(_ keyring: APIKeyring) throws(CommandError) {
        try makeFolder(of: path)
        try OutputFile(path).write(keyring.json.prettyText + "\n", mode: 0o600)
    }

    /// Adds keys that somebody has been shown.
    func add(_ records: [APIKeyRecord]) throws {
        try alone {
            var keyring = try load() ?? APIKeyring(digest: Digest.sha256)
            for record in records { keyring.add(record) }
            try save(keyring)
        }
    }

    /// Adds a key and returns its secret, which is shown once.
    ///
    /// - Throws: ``CommandError`` also when the name is taken.
    func create(id: String, role: Role) throws -> String {
        try alone {
            var keyring = try load() ?? APIKeyring(digest: Digest.sha256)
            guard !keyring.all.contains(where: { $0.id == id }) else {
                throw CommandError.invalid(
                    path: path, problem: "there is already a key named '\(id)'",
                    hint: "choose another name, or revoke it")
            }
            let secret = Self.addKey(id: id, role: role, to: &keyring)
            try save(keyring)
            return secret
        }
    }

    /// Removes a key.
    ///
    /// - Returns: Whether there was one of that name.
    func revoke(id: String) throws -> Bool {
        // Where there is no file nothing is made, not even a lock.
        guard try load() != nil else { return false }
        return try alone {
            let keys = try load()?.all ?? []
            guard keys.contains(where: { $0.id == id }) else { return false }
            try save(APIKeyring(keys.filter { $0.id != id }, digest: Digest.sha256))
            return true
        }
    }

    /// Changes the file while no other process does: what one adds and the other removes must both be so.
    private func alone<Value>(_ body: () throws -> Value) throws -> Value {
        try makeFolder(of: path)
        let lock = try LockFile(waitingFor: path + ".lock")
        defer { lock.release() }
        return try body()
    }

    /// Adds a key to a keyring that is not saved yet, and returns its secret.
    static func addKey(id: String, role: Role, to keyring: inout APIKeyring) -> String {
        var random = SystemRandomNumberGenerator()
        let key = APIKey(using: &random)
        keyring.add(key.record(id: id, role: role, created: .now(), digest: Digest.sha256))
        return key.secret
    }

    /// More keys than anybody has.
    private static let sizeLimit = 4 << 20

    /// Makes the folders above a file, readable by their owner alone.
    private func makeFolder(of path: String) throws(CommandError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let folder = String(path[..<slash])
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT else { throw .unwritable(path: folder, reason: SystemFailure().text) }
        try makeFolder(of: folder)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .unwritable(path: folder, reason: SystemFailure().text)
        }
    }
}
