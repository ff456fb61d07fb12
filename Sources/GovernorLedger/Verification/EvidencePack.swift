// governor-evidence-pack/v1: receipts with what they may show, in one JSON file that anybody can check offline.
//
//     {
//       "format": "governor-evidence-pack/v1",
//       "entries": [
//         {
//           "receipt": "c2sp.org/tlog-proof@v1\nextra …",            the .tlog-proof, leaf included
//           "payload": {"value": …, "salt": base64},                 optional: the whole payload
//           "fields": {"/pointer": {"value": …, "salt": base64}},    optional: single members
//           "erasure": {"receipt": …, "payload": {…}}                optional: why there is no payload
//         }
//       ],
//       "streams": ["gateway"]                                       optional: claims that nothing is left out
//     }
//
// A stream named in `streams` is claimed to be complete between the first and the last of its entries in the pack.

public import GovernorCore

/// Receipts of facts with their payloads, parts of them, or the records of their erasure.
public struct EvidencePack: Sendable {
    /// What the file says it is.
    public static let format = "governor-evidence-pack/v1"

    /// The facts, in the order of the log.
    public let entries: [Entry]
    /// The streams that are claimed to be complete between their first and last entry here.
    public let streams: [StreamName]

    /// Collects entries.
    public init(entries: [Entry], streams: [StreamName] = []) {
        self.entries = entries
        self.streams = streams
    }

    /// One fact.
    public struct Entry: Sendable {
        /// Shows that the leaf is in the log.
        public let receipt: Receipt
        /// The payload, if it is shown.
        public let payload: Disclosure?
        /// Members of the payload that are shown.
        public let fields: [(pointer: JSONPointer, disclosure: Disclosure)]
        /// The erasure of the payload, if it was erased.
        public let erasure: Erasure?

        /// Creates an entry.
        public init(
            receipt: Receipt, payload: Disclosure? = nil, fields: [(pointer: JSONPointer, disclosure: Disclosure)] = [],
            erasure: Erasure? = nil
        ) {
            self.receipt = receipt
            self.payload = payload
            self.fields = fields
            self.erasure = erasure
        }
    }

    /// A value with the salt that opens its commitment.
    public struct Disclosure: Sendable {
        /// The value.
        public let value: JSONValue
        /// The salt.
        public let salt: Salt

        /// Creates a disclosure.
        public init(value: JSONValue, salt: Salt) {
            self.value = value
            self.salt = salt
        }
    }

    /// The record of an erasure.
    public struct Erasure: Sendable {
        /// Shows that the erasure's own leaf is in the log.
        public let receipt: Receipt
        /// Its payload: basis and approver.
        public let payload: Disclosure

        /// Creates a record.
        public init(receipt: Receipt, payload: Disclosure) {
            self.receipt = receipt
            self.payload = payload
        }
    }
}
