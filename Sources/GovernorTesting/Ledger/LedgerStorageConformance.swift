import GovernorCore
package import GovernorLedger

/// What every ledger storage must do, as cases that tests run against each of them.
package struct LedgerStorageCase: Sendable, CustomStringConvertible {
    /// What holds, as a sentence.
    package let description: String
    /// Checks it against an empty storage.
    package let check: @Sendable (any LedgerStorage) async throws -> Void

    /// All cases.
    package static let all: [LedgerStorageCase] = [
        LedgerStorageCase("an empty storage has nothing", emptyStorage),
        LedgerStorageCase("a batch can be read back in all its parts", readBack),
        LedgerStorageCase("a probe leaves nothing behind", probe),
        LedgerStorageCase("a batch for another checkpoint is refused and changes nothing", compareAndSwap),
        LedgerStorageCase("a batch with a known fact is refused and changes nothing", duplicateFact),
        LedgerStorageCase("a batch with one fact twice is refused and changes nothing", duplicateInBatch),
        LedgerStorageCase("a tile is replaced by its wider state", widerTile),
        LedgerStorageCase("an erased payload is gone and its leaf stays", erasedPayload),
        LedgerStorageCase("an erasure stays unfinished until it is finished", unfinishedErasure),
        LedgerStorageCase("the pseudonym key is remembered until another is told", pseudonymCheck),
        LedgerStorageCase("the keys of payloads are listed once each, without those erased", wrappingKeys),
        LedgerStorageCase("payloads are found by their wrapping keys", indexesUnderKeys),
        LedgerStorageCase("a search filters, orders, begins after a cursor and stops at a size", search),
        LedgerStorageCase("names that differ in Unicode form only are two names", exactNames),
    ]

    private init(_ description: String, _ check: @escaping @Sendable (any LedgerStorage) async throws -> Void) {
        self.description = description
        self.check = check
    }
}

/// A storage that does not do what it must.
package struct ConformanceFailure: Error, CustomStringConvertible {
    package let description: String
}

private func expect(_ condition: Bool, _ what: String, line: Int = #line) throws {
    guard condition else { throw ConformanceFailure(description: "line \(line): \(what)") }
}

// MARK: Cases

private func emptyStorage(_ storage: any LedgerStorage) async throws {
    try expect(try await storage.checkpoint() == nil, "a checkpoint")
    try expect(try await storage.entryCount() == 0, "entries")
    try expect(try await storage.structuralDamage().isEmpty, "damage")
    try expect(try await storage.leaves(0..<10).isEmpty, "leaves")
    try expect(try await storage.heads(of: ["s"]).isEmpty, "stream heads")
    try expect(try await storage.tiles([TileAddress(level: 0, index: 0)]).isEmpty, "tiles")
    try expect(try await storage.search(FactQuery(), after: nil, size: 10, limit: 10).isEmpty, "found entries")
    try expect(try await storage.unfinishedErasures().isEmpty, "erasures")
}

private func readBack(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    let batch = log.batch(["a", "b", "a"])
    try await storage.commit(batch, expecting: nil)
    try expect(try await storage.checkpoint() == batch.checkpoint, "checkpoint")
    try expect(try await storage.entryCount() == 3, "entry count")
    try expect(try await storage.leaves(0..<10) == batch.entries.map(\.stored), "leaves")
    try expect(try await storage.leaves(1..<2) == [batch.entries[1].stored], "one leaf")
    try expect(try await storage.indexed(0..<10) == batch.entries.map(\.indexed), "index columns")
    for entry in batch.entries {
        try expect(try await storage.index(of: entry.indexed.id) == entry.indexed.index, "index of an id")
    }
    let heads = try await storage.heads(of: ["a", "b", "none"])
    try expect(heads == ["a": StreamHead(sequence: 2, index: 2), "b": StreamHead(sequence: 1, index: 1)], "heads")
    let keys = batch.entries.compactMap(\.idempotencyKey)
    try expect(try await storage.indexes(ofIdempotencyKeys: keys) == [keys[0]: 0, keys[1]: 1, keys[2]: 2], "keys")
    try expect(try await storage.payloads(at: [2, 9]) == [2: batch.entries[2].payload], "payloads")
    let tile = TileAddress(level: 0, index: 0)
    try expect(try await storage.tiles([tile]) == [tile: batch.tiles[0].bytes], "tiles")
}

private func probe(_ storage: any LedgerStorage) async throws {
    try await storage.probe()
    try await emptyStorage(storage)
    var log = SampleLog()
    let batch = log.batch(["a"])
    try await storage.commit(batch, expecting: nil)
    try await storage.probe()
    try expect(try await storage.checkpoint() == batch.checkpoint, "checkpoint")
    try expect(try await storage.entryCount() == 1, "entries")
    try expect(try await storage.structuralDamage().isEmpty, "damage")
}

private func compareAndSwap(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    let first = log.batch(["a"])
    try await storage.commit(first, expecting: nil)
    let second = log.batch(["a"])
    for wrong in [nil, second.checkpoint] as [[UInt8]?] {
        try await refuses(.conflict, second, expecting: wrong, in: storage)
    }
    try await storage.commit(second, expecting: first.checkpoint)
    try expect(try await storage.entryCount() == 2, "the right batch was refused too")
}

private func duplicateFact(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    let first = log.batch(["a"])
    try await storage.commit(first, expecting: nil)
    var second = log.batch(["a", "a"])
    let known = first.entries[0].indexed
    second.entries[1] = second.entries[1].withID(known.id)
    try await refuses(.duplicateFact(known.id), second, expecting: first.checkpoint, in: storage)
    try expect(try await storage.index(of: second.entries[0].indexed.id) == nil, "half a batch was written")
}

private func duplicateInBatch(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    var batch = log.batch(["a", "a"])
    let id = batch.entries[0].indexed.id
    batch.entries[1] = batch.entries[1].withID(id)
    do {
        try await storage.commit(batch, expecting: nil)
        throw ConformanceFailure(description: "the batch was written")
    } catch LedgerStorageError.duplicateFact(id) {}
    try expect(try await storage.checkpoint() == nil, "half a batch was written")
}

private func widerTile(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    var last: [UInt8]?
    for _ in 0..<3 {
        let batch = log.batch(Array(repeating: "a", count: 100))
        try await storage.commit(batch, expecting: last)
        last = batch.checkpoint
        for content in batch.tiles {
            let address = TileAddress(content.tile)
            try expect(try await storage.tiles([address]) == [address: content.bytes], content.tile.path)
        }
    }
    let addresses = [TileAddress(level: 0, index: 0), TileAddress(level: 0, index: 1), TileAddress(level: 1, index: 0)]
    let widths = try await storage.tiles(addresses).mapValues { $0.count / Digest.byteCount }
    try expect(addresses.map { widths[$0] } == [256, 44, 1], "widths \(widths)")
}

private func erasedPayload(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    let first = log.batch(["a", "a"])
    try await storage.commit(first, expecting: nil)
    var second = log.batch(["ledger"])
    second.erasedPayloads = [0]
    try await storage.commit(second, expecting: first.checkpoint)
    try expect(Set(try await storage.payloads(at: [0, 1, 2]).keys) == [1, 2], "payloads")
    try expect(try await storage.leaves(0..<1) == [first.entries[0].stored], "the leaf is gone")
}

private func unfinishedErasure(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    var begun = log.batch(["ledger"])
    let erasure = UnfinishedErasure(index: 0, keys: [SampleLog.wrappingKey(1), SampleLog.wrappingKey(2)])
    begun.begunErasure = erasure
    try await storage.commit(begun, expecting: nil)
    try expect(try await storage.unfinishedErasures() == [erasure], "not remembered")
    var finished = LedgerBatch(checkpoint: begun.checkpoint)
    finished.finishedErasures = [0]
    try await storage.commit(finished, expecting: begun.checkpoint)
    try expect(try await storage.unfinishedErasures().isEmpty, "not forgotten")
    try expect(try await storage.checkpoint() == begun.checkpoint, "another checkpoint")
}

private func pseudonymCheck(_ storage: any LedgerStorage) async throws {
    try expect(try await storage.pseudonymCheck() == nil, "known before it was told")
    var log = SampleLog()
    var first = log.batch(["a"])
    first.pseudonymCheck = .sha256([1])
    try await storage.commit(first, expecting: nil)
    try await storage.commit(log.batch(["a"]), expecting: first.checkpoint)
    try expect(try await storage.pseudonymCheck() == .sha256([1]), "forgotten")
}

private func wrappingKeys(_ storage: any LedgerStorage) async throws {
    try expect(try await storage.wrappingKeys(after: nil, limit: 10).isEmpty, "keys of nothing")
    var log = SampleLog()
    let first = log.batch(["c", "a", "b", "a"])
    try await storage.commit(first, expecting: nil)
    let keys = ["a", "b", "c"].map(SampleLog.wrappingKey(for:))
    try expect(try await storage.wrappingKeys(after: nil, limit: 10) == keys, "all")
    try expect(try await storage.wrappingKeys(after: nil, limit: 2) == Array(keys.prefix(2)), "limit")
    try expect(try await storage.wrappingKeys(after: keys[1], limit: 2) == [keys[2]], "after")
    var second = log.batch(["b"])
    second.erasedPayloads = [0, 1]
    try await storage.commit(second, expecting: first.checkpoint)
    try expect(try await storage.wrappingKeys(after: nil, limit: 10) == Array(keys.prefix(2)), "of the erased")
}

private func indexesUnderKeys(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    try await storage.commit(log.batch(["a", "b", "a", "c"]), expecting: nil)
    let keys = [SampleLog.wrappingKey(for: "a"), SampleLog.wrappingKey(for: "c")]
    try expect(try await storage.indexes(under: keys) == [0, 2, 3], "indexes")
    try expect(try await storage.indexes(under: []).isEmpty, "indexes under no key")
}

private func search(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    let batch = log.batch(["a", "b", "a", "b", "a", "b"])
    try await storage.commit(batch, expecting: nil)
    func found(
        _ change: (inout FactQuery) -> Void = { _ in }, after: UInt64? = nil, size: UInt64 = 6, limit: Int = 10
    ) async throws -> [UInt64] {
        var query = FactQuery()
        change(&query)
        return try await storage.search(query, after: after, size: size, limit: limit).map(\.index)
    }
    let all = try await storage.search(FactQuery(), after: nil, size: 6, limit: 10)
    try expect(all.map(\.bytes) == batch.entries.map(\.leaf), "leaves")
    try expect(try await found() == [0, 1, 2, 3, 4, 5], "all")
    try expect(try await found { $0.order = .newestFirst } == [5, 4, 3, 2, 1, 0], "newest first")
    try expect(try await found(size: 4, limit: 3) == [0, 1, 2], "limit")
    try expect(try await found(after: 1, size: 4) == [2, 3], "cursor and size")
    try expect(try await found({ $0.order = .newestFirst }, after: 3) == [2, 1, 0], "cursor, newest first")
    try expect(try await found { $0.stream = "b" } == [1, 3, 5], "stream")
    try expect(try await found { $0.stream = "none" }.isEmpty, "unknown stream")
    try expect(try await found { $0.types = ["type.a"] } == [0, 2, 4], "type")
    try expect(try await found { $0.types = ["type.a", "type.b"] } == [0, 1, 2, 3, 4, 5], "types")
    try expect(try await found { $0.typePrefix = "type.b" } == [1, 3, 5], "type prefix")
    try expect(try await found { $0.typePrefix = "ype" }.isEmpty, "no prefix")
    try expect(try await found { $0.policyID = "policy-a" } == [0, 2, 4], "policy")
    try expect(try await found { $0.from = batch.entries[2].indexed.time } == [2, 3, 4, 5], "from")
    try expect(try await found { $0.until = batch.entries[2].indexed.time } == [0, 1], "until")
    try expect(
        try await found {
            $0.stream = "a"
            $0.from = batch.entries[1].indexed.time
            $0.order = .newestFirst
        } == [4, 2], "several conditions")
}

private func exactNames(_ storage: any LedgerStorage) async throws {
    var log = SampleLog()
    var batch = log.batch(["a", "a"])
    let (composed, decomposed) = ("polic\u{E9}", "police\u{301}")
    batch.entries[0] = batch.entries[0].withPolicy(composed)
    batch.entries[1] = batch.entries[1].withPolicy(decomposed)
    try await storage.commit(batch, expecting: nil)
    for (index, policy) in [composed, decomposed].enumerated() {
        var query = FactQuery()
        query.policyID = policy
        let found = try await storage.search(query, after: nil, size: 2, limit: 2).map(\.index)
        try expect(found == [UInt64(index)], "found \(found)")
    }
}

private func refuses(
    _ error: LedgerStorageError, _ batch: LedgerBatch, expecting expected: [UInt8]?, in storage: any LedgerStorage
) async throws {
    let before = (try await storage.checkpoint(), try await storage.entryCount())
    do {
        try await storage.commit(batch, expecting: expected)
        throw ConformanceFailure(description: "the batch was written")
    } catch let found as LedgerStorageError {
        try expect(found == error, "refused as \(found.code)")
    }
    try expect(try await storage.checkpoint() == before.0, "the checkpoint changed")
    try expect(try await storage.entryCount() == before.1, "entries were written")
}
