/// A fact could not be made durable, for a reason that the ledger passes on from below, such as a disk's.
///
/// The caller learns that nothing was recorded; the cause is for the operator.
struct RecordingError: Error {
    let cause: any Error
}
