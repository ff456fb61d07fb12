import GovernorCore
package import GovernorLedger

/// The key files of a ledger's folder.
package struct LedgerKeys: Sendable {
    /// Signs checkpoints.
    package let signer: SigningKey
    /// Hides names in leaves.
    package let pseudonyms: PseudonymKey

    /// Reads the key files.
    ///
    /// - Throws: ``FileError`` for a file that is missing, malformed, readable by others or of another key.
    package init(reading paths: LedgerPaths) throws {
        guard POSIXFile.exists(paths.signingKey) else {
            let isLost = POSIXFile.exists(paths.database)
            throw isLost ? FileError.keyMissing(path: paths.signingKey) : .missing(path: paths.signingKey)
        }
        let line = try SecretFile.read(paths.signingKey)
        do throws(NoteError) {
            signer = try SigningKey(parsing: line)
        } catch {
            throw FileError.malformed(path: paths.signingKey, expected: "a signing key")
        }
        // What it signs must be what others are told to verify with.
        guard try Self.verifierKey(paths) == signer.verifierKey else {
            throw FileError.otherKey(path: paths.verifierKey, expected: signer.verifierKey.description)
        }
        pseudonyms = try Self.pseudonymKey(paths)
    }

    /// Creates folder, key files and the anchor of the empty log; what belongs to a ledger is never overwritten. What a
    /// creation that was interrupted has left is taken up again.
    ///
    /// - Parameter origin: The name of the log; `governor.local/` and a random name when nil.
    /// - Returns: The public key.
    /// - Throws: ``FileError``, or ``GovernorLedger/NoteError`` for an origin that cannot be the name of a key.
    @discardableResult
    package static func create(_ paths: LedgerPaths, origin: String?) throws -> VerifierKey {
        var random = SystemRandomNumberGenerator()
        let name = try KeyName(parsing: origin ?? "governor.local/\(Hex.encode(systemRandomBytes(4)))")
        try POSIXFile.createFolder(paths.folder)
        // Two creations at once would mix their keys.
        let lock = try LockFile(path: paths.lock, of: paths.folder)
        defer { lock.release() }
        for existing in [paths.signingKey, paths.database] where POSIXFile.exists(existing) {
            throw FileError.exists(path: existing)
        }
        // One of entries may be all that is left of a log.
        if POSIXFile.exists(paths.anchor), try !FileAnchor.isOfEmptyLog(paths.anchor) {
            throw FileError.exists(path: paths.anchor)
        }
        try POSIXFile.createFolder(paths.keys)
        let signer = SigningKey(generating: name, using: &random)
        // The signing key comes last: a folder that has it is complete. One that has the other alone has hidden no name yet.
        if POSIXFile.exists(paths.pseudonymKey) {
            _ = try pseudonymKey(paths)
        } else {
            let pseudonyms = PseudonymKey(generatedBy: systemRandomBytes)
            try SecretFile.create(paths.pseudonymKey, Base64.encode(pseudonyms.exportedForKeyFile()))
        }
        try POSIXFile.replace(paths.verifierKey, Array("\(signer.verifierKey)\n".utf8), mode: 0o644)
        // Written here and never again without somebody's word: a key whose anchor is lost may have signed entries.
        try FileAnchor.create(paths.anchor, try SignedCheckpoint(beginningLogOf: signer).encoded)
        try SecretFile.create(paths.signingKey, signer.exportedForKeyFile())
        return signer.verifierKey
    }

    private static func pseudonymKey(_ paths: LedgerPaths) throws -> PseudonymKey {
        guard POSIXFile.exists(paths.pseudonymKey) else { throw FileError.keyMissing(path: paths.pseudonymKey) }
        guard let bytes = Base64.decode(try SecretFile.read(paths.pseudonymKey)), let key = PseudonymKey(bytes) else {
            throw FileError.malformed(path: paths.pseudonymKey, expected: "32 bytes in base64")
        }
        return key
    }

    /// Reads the public key of a folder.
    package static func verifierKey(_ paths: LedgerPaths) throws -> VerifierKey {
        guard let bytes = try POSIXFile.read(paths.verifierKey) else {
            throw FileError.keyMissing(path: paths.verifierKey)
        }
        let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        do { return try VerifierKey(parsing: text) } catch {
            throw FileError.malformed(path: paths.verifierKey, expected: "a verifier key")
        }
    }
}
