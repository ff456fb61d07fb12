// One input, read as every document that an outsider may hand to a verifier. What is accepted must be written back as it
// was, where the format has one form only, and must never verify with a key that did not sign it.

import GovernorCore
import GovernorLedger

func fuzzLedger(_ input: [UInt8]) {
    if let leaf = try? Leaf(parsing: input) { precondition((try? leaf.encoded()) == input, "two forms of one leaf") }
    if let note = try? SignedNote(parsing: input) { precondition(note.encoded == input, "two forms of one note") }
    if let checkpoint = try? Checkpoint(parsing: input) { precondition(checkpoint.text == input) }
    if let receipt = try? Receipt(parsing: input) {
        precondition((try? Receipt(parsing: receipt.encoded)) == receipt)
        precondition((try? receipt.checkpoint.verified(by: [VerifierKey]())) == nil, "verified without a key")
    }
    if let bundle = try? EntryBundle(parsing: input) { precondition(bundle.encoded == input) }
    if let envelope = try? DSSEEnvelope(parsing: input) {
        precondition((try? DSSEEnvelope(json: envelope.json)) == envelope)
    }
    if let document = try? JSONValue(parsing: input), let pack = try? EvidencePack(document) {
        precondition((try? EvidencePack(pack.json))?.json == pack.json)
    }
    _ = try? Statement(parsing: input)
    let text = String(decoding: input, as: UTF8.self)
    if let key = try? VerifierKey(parsing: text) { precondition(!key.name.description.isEmpty) }
    if let tile = Tile(path: text) { precondition(tile.path == text, "two paths of one tile") }
    if let place = EntryBundlePlace(path: text) { precondition(place.path == text) }
}
