import GovernorCore
import GovernorLedger

/// Makes batches that a storage takes; leaves and payloads are bytes without meaning to it.
struct SampleLog {
    private var tree = TiledTree()
    private var sequences: [String: UInt64] = [:]
    private var generator = SeededGenerator(seed: 7)

    /// The next batch: one entry for each stream name.
    mutating func batch(_ streams: [String]) -> LedgerBatch {
        var batch = LedgerBatch(checkpoint: [])
        for stream in streams {
            let index = tree.size + UInt64(batch.entries.count)
            sequences[stream, default: 0] += 1
            let time = Timestamp(millisecondsSince1970: 1_790_000_000_000 + Int64(index))
            guard let type = FactType("type.\(stream)"), let name = StreamName(stream) else { continue }
            let indexed = IndexedEntry(
                index: index, id: UUIDv7(at: time, using: &generator), type: type, stream: name,
                sequence: sequences[stream] ?? 0, policyID: stream == "b" ? nil : "policy-\(stream)", time: time)
            batch.entries.append(
                LedgerBatch.Entry(
                    indexed: indexed, leaf: Array("leaf \(index)".utf8),
                    payload: SealedPayload(
                        wrappingKeyID: Self.wrappingKey(for: stream), wrappedKey: [UInt8](repeating: 1, count: 40),
                        ciphertext: Array("payload \(index)".utf8)),
                    idempotencyKey: .sha256(Array("key \(index)".utf8))))
        }
        batch.tiles = tree.append(batch.entries.map { MerkleHash.leaf($0.leaf) })
        batch.checkpoint = Array("checkpoint \(tree.size)\n".utf8)
        return batch
    }

    static func wrappingKey(for stream: String) -> WrappingKeyID { wrappingKey(stream.utf8.first ?? 0) }

    static func wrappingKey(_ number: UInt8) -> WrappingKeyID {
        guard let id = WrappingKeyID([UInt8](repeating: number, count: WrappingKeyID.byteCount)) else {
            preconditionFailure("a key id has 16 bytes")
        }
        return id
    }
}

extension LedgerBatch.Entry {
    func withID(_ id: UUIDv7) -> Self { with(indexed.changing(id: id)) }

    var stored: StoredLeaf { StoredLeaf(index: indexed.index, bytes: leaf) }

    func withPolicy(_ policy: String) -> Self { with(indexed.changing(policyID: policy)) }

    private func with(_ indexed: IndexedEntry) -> Self {
        Self(indexed: indexed, leaf: leaf, payload: payload, idempotencyKey: idempotencyKey)
    }
}

extension IndexedEntry {
    fileprivate func changing(id: UUIDv7? = nil, policyID: String? = nil) -> IndexedEntry {
        IndexedEntry(
            index: index, id: id ?? self.id, type: type, stream: stream, sequence: sequence,
            policyID: policyID ?? self.policyID, time: time)
    }
}
