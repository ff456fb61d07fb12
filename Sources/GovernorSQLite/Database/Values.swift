import Foundation
import GRDB
import GovernorCore
import GovernorLedger

// SQLite's integers are signed: log indexes are at most 2^63 - 1, so both directions are exact.

extension UInt64 {
    var stored: Int64 { Int64(bitPattern: self) }

    init(stored: Int64) { self = UInt64(bitPattern: stored) }
}

extension Array where Element == UInt8 {
    var stored: Data { Data(self) }
}

extension Row {
    /// The bytes of a column.
    func bytes(_ column: Int) -> [UInt8] { (self[column] as Data?).map { Array($0) } ?? [] }

    /// The index in a column.
    func index(_ column: Int) -> UInt64 { UInt64(stored: self[column]) }
}

extension Digest {
    var stored: Data { withUnsafeBytes { Data($0) } }
}

/// A text of `count` question marks for `IN (…)`.
func placeholders(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ",") }
