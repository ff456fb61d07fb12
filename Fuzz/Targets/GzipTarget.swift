// One file that says it is gzip. Its bytes come at once, or in pieces; what is unpacked, or refused, is the same.

import GovernorAudit

func fuzzGzip(_ input: [UInt8]) {
    let whole = unpacked(input, piece: max(1, input.count))
    let pieces = unpacked(input, piece: 1 + Int(input.last ?? 0) % 13)
    precondition(whole.error == pieces.error, "pieces change what is refused")
    precondition(whole.error != nil || whole.text == pieces.text, "pieces change what is unpacked")
}

private func unpacked(_ input: [UInt8], piece: Int) -> (text: [UInt8], error: AuditError?) {
    var rest = input[...]
    var reader = GzipReader {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(piece) }
        return Array(rest.prefix(piece))
    }
    var text: [UInt8] = []
    do {
        while let next = try reader.next() { text += next }
        return (text, nil)
    } catch let error as AuditError {
        return (text, error)
    } catch {
        preconditionFailure("an error of another kind")
    }
}
