public import GovernorCore

/// Why a storage could not do what was asked.
public enum LedgerStorageError: GovernorError, Equatable {
    /// The stored checkpoint is not the expected one: another writer came first.
    case conflict
    /// A fact with this id is already stored, or twice in the batch.
    case duplicateFact(UUIDv7)
    /// No space is left.
    case full
    /// The storage cannot be written to.
    case readOnly
    /// The storage is in use and did not become free in time.
    case busy
    /// The storage's own structure is damaged.
    case corrupt(detail: String)
    /// Any other failure of the device or system.
    case failed(detail: String)
    /// The storage was written by a later version.
    case newerSchema(found: Int, supported: Int)

    /// Whether the same write may succeed later without anybody's help to the storage's content.
    public var isTransient: Bool {
        switch self {
        case .full, .busy, .duplicateFact: true
        case .conflict, .readOnly, .corrupt, .failed, .newerSchema: false
        }
    }

    public var code: String {
        switch self {
        case .conflict: "ledger.storage-conflict"
        case .duplicateFact: "ledger.duplicate-fact"
        case .full: "ledger.storage-full"
        case .readOnly: "ledger.storage-read-only"
        case .busy: "ledger.storage-busy"
        case .corrupt: "ledger.storage-corrupt"
        case .failed: "ledger.storage-failed"
        case .newerSchema: "ledger.storage-newer-schema"
        }
    }

    public var message: String {
        switch self {
        case .conflict: "another process has written to this ledger"
        case .duplicateFact(let id): "a fact with the id \(id) is already in the ledger"
        case .full: "no space is left where the ledger is stored"
        case .readOnly: "the ledger's storage cannot be written to"
        case .busy: "the ledger's storage is in use and did not become free"
        case .corrupt(let detail): "the ledger's storage is damaged: \(detail)"
        case .failed(let detail): "the ledger's storage failed: \(detail)"
        case .newerSchema(let found, let supported):
            "the ledger's storage has format \(found); this program knows formats up to \(supported)"
        }
    }

    public var hint: String? {
        switch self {
        case .conflict: "run one governor on a ledger; close the other and open it again"
        case .duplicateFact: "give every fact its own id, and retries an idempotency key"
        case .full: "free some space; nothing acknowledged is lost, and appends work again then"
        case .readOnly: "check the permissions of file and folder, and whether the file system is mounted read-only"
        case .busy: "close other programs that use the database"
        case .corrupt: "stop, keep a copy, restore the latest backup and run 'governor ledger fsck'"
        case .failed: "look at the system's log for errors of the device"
        case .newerSchema: "use a newer governor"
        }
    }
}
