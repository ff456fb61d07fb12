import GovernorAudit
import Synchronization

/// Blocks of bytes, one after another; nil after the last.
typealias Blocks = @Sendable () throws -> [UInt8]?

extension InputFile {
    /// Reads the whole file, and unpacks it if gzip or Zstandard has packed it.
    ///
    /// - Parameter limit: The most bytes that are accepted, also once unpacked.
    func unpackedBytes(limit: Int) throws(CommandError) -> [UInt8] {
        let bytes = try bytes(limit: limit)
        do {
            let packed = Mutex<[UInt8]?>(bytes)
            let blocks = try unpacked { packed.withLock { $0.take() } }
            guard var whole = try blocks() else { return [] }
            while let block = try blocks() {
                guard whole.count + block.count <= limit else {
                    throw CommandError.tooLarge(path: displayName, limit: limit)
                }
                whole += block
            }
            return whole
        } catch let error as AuditError {
            throw .invalid(path: displayName, problem: error.message, hint: error.hint)
        } catch let error as CommandError {
            throw error
        } catch {
            throw .unreadable(path: displayName, reason: "\(error)")
        }
    }
}

/// The blocks of the text in a file, which gzip or Zstandard may have packed.
func unpacked(_ blocks: @escaping Blocks) throws -> Blocks {
    let first = try blocks()
    let all = joined(first, blocks)
    if let first, first.starts(with: GzipReader.magic) {
        let reader = Mutex(GzipReader(source: all))
        return { try reader.withLock { try $0.next() } }
    }
    if let first, first.starts(with: ZstandardReader.magic) {
        let reader = Mutex(try ZstandardReader(source: all))
        return { try reader.withLock { try $0.next() } }
    }
    return all
}

/// A block that was read to see what it is, and those after it.
func joined(_ first: [UInt8]?, _ rest: @escaping Blocks) -> Blocks {
    let start = Mutex(first)
    return {
        if let block = start.withLock({ $0.take() }) { return block }
        return try rest()
    }
}
