import GovernorLedger
import Testing

@Suite struct EntryBundleTests {
    @Test func `entries of every allowed size are read as they were written`() throws {
        for entries in [[[]], [[1]], [[UInt8](repeating: 7, count: 65_535), [], [1, 2]]] as [[[UInt8]]] {
            let bundle = try EntryBundle(entries)
            #expect(try EntryBundle(parsing: bundle.encoded) == bundle)
            #expect(bundle.leafHashes == entries.map { MerkleHash.leaf($0) })
        }
    }

    @Test func `an entry above 65,535 bytes is refused with a hint`() {
        let error = #expect(throws: EntryBundleError.entryTooLong(position: 1, byteCount: 65_536)) {
            try EntryBundle([[], [UInt8](repeating: 0, count: 65_536)])
        }
        #expect(error?.hint != nil)
    }

    @Test(arguments: [0, 257])
    func `a bundle has 1 to 256 entries`(count: Int) {
        let entries = [[UInt8]](repeating: [], count: count)
        #expect(throws: EntryBundleError.entryCount(count)) { try EntryBundle(entries) }
        #expect(throws: EntryBundleError.entryCount(count)) {
            try EntryBundle(parsing: [UInt8](repeating: 0, count: 2 * count))
        }
    }

    @Test(arguments: [([0], 0), ([0, 1], 0), ([0, 1, 9, 0], 3), ([255, 255, 1], 0)] as [([UInt8], Int)])
    func `a cut off bundle is refused at the entry`(bytes: [UInt8], offset: Int) {
        #expect(throws: EntryBundleError.truncated(offset: offset)) { try EntryBundle(parsing: bytes) }
    }

    @Test func `a bundle of another size than the tree has is refused`() {
        #expect(throws: EntryBundleError.entryCount(1)) { try EntryBundle(parsing: [0, 0], count: 2) }
    }

    @Test(arguments: [
        "", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/0/0001", "tile/64/000", "tile/00/000", "tile/-1/000",
        "tile/0/000/", "/tile/0/000", "tile/0/x000", "tile/0/000/000", "tile/0/x000/001", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000.p/1/2", "tile/0/.p/1",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/0/X001/000", "tile/0/x001/000.q/1", "tile/entries/000",
        "tile/0/../000", "tile/0/٠٠٠",
    ])
    func `a path in another spelling names no tile`(path: String) {
        #expect(Tile(path: path) == nil)
    }

    @Test(arguments: ["tile/entries", "tile/entries/", "tile/0/000", "tile/entries/000.p/0", "tile/entries/1"])
    func `a path in another spelling names no bundle`(path: String) {
        #expect(EntryBundlePlace(path: path) == nil)
    }

    @Test func `the largest index has a path that is read again`() {
        let tile = Tile(level: 0, index: UInt64(Int64.max))
        #expect(tile.path == "tile/0/x009/x223/x372/x036/x854/x775/807")
        #expect(Tile(path: tile.path) == tile)
        #expect(Tile(path: "tile/0/x009/x223/x372/x036/x854/x775/808") == nil)
    }
}
