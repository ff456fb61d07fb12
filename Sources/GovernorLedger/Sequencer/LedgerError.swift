public import GovernorCore

/// Why a ledger cannot be opened, or a fact not be recorded.
public enum LedgerError: GovernorError, Equatable {
    /// Where a checkpoint was found.
    public enum Place: String, Sendable {
        case storage = "database"
        case anchor
    }

    /// As many facts wait as may; none was taken.
    case queueFull(limit: Int)
    /// Facts of as many bytes wait as may; none was taken.
    case queueFullOfBytes(limit: Int)
    /// The idempotency key was used for a fact that says something else.
    case idempotencyConflict(first: UUIDv7)
    /// The idempotency key was used for a fact whose payload has been erased, so that nothing can be compared.
    case idempotencyErased(first: UUIDv7)
    /// The payload is larger than ``SealedPayload/maximumPayloadByteCount``.
    case payloadTooLarge(byteCount: Int)
    /// The fact is of a type that only the ledger itself records.
    case reservedType(FactType)
    /// The wrapping key was destroyed again and again while the fact waited.
    case contended
    /// An earlier failure makes it unsafe to go on writing.
    case stopped(code: String, reason: String)
    /// The ledger has been closed.
    case closed
    /// The database is older than the anchor: it was restored from a backup, or replaced.
    case rolledBack(storedSize: UInt64, anchoredSize: UInt64)
    /// The database holds another history than the anchor.
    case forked(anchoredSize: UInt64)
    /// The anchor is gone, so that nothing shows whether the database is the newest.
    case anchorMissing(storedSize: UInt64)
    /// The anchor that was to be made anew is there.
    case anchorPresent
    /// The database that is to be anchored has another number of entries than was expected of it.
    case otherSize(stored: UInt64, accepted: UInt64)
    /// The database that is to be anchored has something wrong with it.
    case notSound(findings: Int, first: String)
    /// Nobody is said to have approved that an anchor is made anew.
    case reanchoringIncomplete
    /// A checkpoint is malformed or not signed by this ledger's key.
    case unverifiableCheckpoint(Place, NoteError)
    /// The database was written with another pseudonym key.
    case otherPseudonymKey
    /// A payload that is not erased is under a wrapping key that is not there.
    case wrappingKeyMissing(entry: UInt64)
    /// The stored tiles do not lead to the root of the stored checkpoint.
    case treeMismatch(size: UInt64)
    /// None of the facts exists with a payload that can be erased.
    case nothingToErase
    /// The ledger's own facts are the evidence of erasure and stay.
    case notErasable(UUIDv7)
    /// What these facts erase is erased, and bytes of it are left in a journal that others are reading.
    case wipePending(erasures: [UUIDv7])
    /// A text of an erasure is empty.
    case erasureIncomplete(member: String)

    public var code: String {
        switch self {
        case .queueFull, .queueFullOfBytes: "ledger.queue-full"
        case .idempotencyConflict: "ledger.idempotency-conflict"
        case .idempotencyErased: "ledger.idempotency-erased"
        case .payloadTooLarge: "ledger.payload-too-large"
        case .reservedType: "ledger.reserved-type"
        case .contended: "ledger.contended"
        case .stopped: "ledger.stopped"
        case .closed: "ledger.closed"
        case .rolledBack: "ledger.rolled-back"
        case .forked: "ledger.forked"
        case .anchorMissing: "ledger.anchor-missing"
        case .anchorPresent: "ledger.anchor-present"
        case .otherSize: "ledger.other-size"
        case .notSound: "ledger.not-sound"
        case .reanchoringIncomplete: "ledger.reanchoring-incomplete"
        case .unverifiableCheckpoint: "ledger.unverifiable-checkpoint"
        case .otherPseudonymKey: "ledger.other-pseudonym-key"
        case .wrappingKeyMissing: "ledger.wrapping-key-missing"
        case .treeMismatch: "ledger.tree-mismatch"
        case .nothingToErase: "ledger.nothing-to-erase"
        case .notErasable: "ledger.not-erasable"
        case .wipePending: "ledger.wipe-pending"
        case .erasureIncomplete: "ledger.erasure-incomplete"
        }
    }

    public var message: String {
        switch self {
        case .queueFull(let limit): "\(limit) facts already wait to be recorded"
        case .queueFullOfBytes(let limit): "facts of almost \(limit) bytes already wait to be recorded"
        case .idempotencyConflict(let first):
            "the idempotency key was used before for a fact with other content, \(first)"
        case .idempotencyErased(let first):
            "the idempotency key was used before for the fact \(first), whose payload has been erased"
        case .payloadTooLarge(let byteCount):
            "the payload has \(byteCount) bytes, at most \(SealedPayload.maximumPayloadByteCount) are recorded"
        case .reservedType(let type): "facts of type '\(type)' are recorded by the ledger itself"
        case .contended: "the data subject's key was destroyed while the fact waited, several times"
        case .stopped(_, let reason): "the ledger takes no facts: \(reason)"
        case .closed: "the ledger has been closed"
        case .rolledBack(let stored, let anchored):
            "the database ends at entry \(stored), but \(anchored) entries were signed: it is an older copy"
        case .forked(let size): "the database's first \(size) entries are not the ones that were signed"
        case .anchorMissing(let size): "the database has \(size) entries and the anchor file is missing"
        case .anchorPresent: "the ledger has its anchor"
        case .otherSize(let stored, let accepted):
            "the database has \(stored) entries, and \(accepted) were to be accepted"
        case .notSound(let findings, let first):
            "the database is not sound; of \(findings) findings the first is \(first)"
        case .reanchoringIncomplete: "making an anchor anew needs its approver"
        case .unverifiableCheckpoint(let place, let error):
            "the checkpoint in the \(place.rawValue) is not this ledger's: \(error.message)"
        case .otherPseudonymKey: "keys/pseudonym.key is not the key that this database was written with"
        case .wrappingKeyMissing(let entry):
            "keys/wrapping-keys.sqlite does not have the key of entry \(entry), whose payload is not erased"
        case .treeMismatch(let size): "the stored tree of \(size) entries does not have the signed root"
        case .nothingToErase: "there is no payload to erase"
        case .notErasable(let id): "\(id) is a fact of the ledger itself and cannot be erased"
        case .wipePending(let erasures):
            "erased, as \(erasures.map(\.description).joined(separator: ", ")) records, but a journal that still has bytes "
                + "of it is being read and was not wiped"
        case .erasureIncomplete(let member): "an erasure needs its \(member)"
        }
    }

    public var hint: String? {
        switch self {
        case .queueFull, .queueFullOfBytes: "try again shortly, with the same idempotency key"
        case .idempotencyConflict: "use a new key for a new fact, and repeat a fact unchanged"
        case .idempotencyErased: "use a new key"
        case .payloadTooLarge: "store large objects elsewhere and name them among the subjects by their digest"
        case .reservedType: nil
        case .contended: "try again"
        case .stopped: "remove the cause and restart; what was acknowledged is safe and can be read"
        case .closed: nil
        case .rolledBack:
            "put the newest database back, without the -wal and -shm files of this one (docs/backup.md); going on from this "
                + "copy would sign a second history"
        case .forked: "this is not the database the anchor belongs to: put the right one back"
        case .anchorMissing:
            "put the anchor file back; only if you know that no newer database exists, make it anew with "
                + "'governor ledger reanchor'"
        case .anchorPresent: "nothing has to be made anew; open the ledger"
        case .otherSize(let stored, let accepted):
            stored < accepted
                ? "this is an older copy: put the newest database back"
                : "check receipts and copies of checkpoints for the largest tree that was ever signed"
        case .notSound: "restore the latest backup, or ask whoever keeps one"
        case .reanchoringIncomplete: "state who approved"
        case .unverifiableCheckpoint: "check that the key files belong to this ledger"
        case .otherPseudonymKey:
            "put the ledger's own keys/pseudonym.key back; under another one an erasure would miss what it must find"
        case .wrappingKeyMissing:
            "stop, and put the newest copy of keys/wrapping-keys.sqlite back; without the key nobody can read the payload"
        case .treeMismatch: "run 'governor ledger fsck' and restore the latest backup"
        case .nothingToErase: "check the fact ids or the data subject; what is erased already is not erased twice"
        case .notErasable: nil
        case .wipePending:
            "let long reads such as fsck, packs and backups end, then append a fact or open the ledger for writing: both "
                + "wipe the journal"
        case .erasureIncomplete: "state under which legal basis, and who approved"
        }
    }
}
