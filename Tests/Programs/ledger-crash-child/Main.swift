import GovernorCore
import GovernorLedger
import GovernorSQLite
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes to a ledger, says what was acknowledged, and kills itself at a chosen step: the tests' crash.
///
///     ledger-crash-child FOLDER STEP COUNT [erase]
///
/// STEP is a `LedgerStep`, or `none` to write until somebody else kills it; the process dies when the step comes for the
/// COUNT-th time. Every line of output is one fact of the parent's knowledge:
///
///     ack ID INDEX SEQUENCE      an append returned
///     erased ID                  an erasure of the fact returned
///     signed BASE64              a checkpoint that was published
@main
struct CrashChild {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let count = Int(arguments[3]) else { exit(64) }
        let fuse = Fuse(step: LedgerStep(rawValue: arguments[2]), count: count)
        let folder = try await LedgerFolder.open(path: arguments[1], createIfMissing: true) { parts in
            parts.observe = fuse.observe
        }
        let erases = arguments.contains("erase")
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask {
                    do { try await work(writer, folder.ledger, erases: erases) } catch { say("failed \(error)") }
                }
            }
        }
    }

    private static func work(_ writer: Int, _ ledger: Ledger, erases: Bool) async throws {
        var random = SystemRandomNumberGenerator()
        // More than any test waits for; a child that outlives its parent must end all the same.
        for number in 0..<2000 {
            let now = Timestamp.now()
            let id = UUIDv7(at: now, using: &random)
            let subject = "person-\(writer)-\(number / 3)"
            let fact = Fact(
                id: id, type: "decision.prompt", time: now, stream: StreamName("s\(writer % 2)") ?? "s", actor: "child",
                dataSubject: erases ? subject : nil, payload: ["number": .integer(number), "text": "secret words"])
            let appended = try await ledger.append(fact, idempotencyKey: number.isMultiple(of: 2) ? "\(id)" : nil)
            say("ack \(id) \(appended.index) \(appended.sequence)")
            say("signed \(Base64.encode(Array(ledger.checkpoint.utf8)))")
            if erases, number % 3 == 2 {
                let request = ErasureRequest(.dataSubject(subject), basis: "b", approver: "a", actor: "child")
                _ = try await ledger.erase(request)
                say("erased \(id)")
            }
        }
    }

    /// One line in one system call, so that lines of parallel writers do not mix and nothing waits in a buffer.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}

/// Kills the process when a step comes for the n-th time.
private final class Fuse: Sendable {
    private let step: LedgerStep?
    private let count: Int
    private let seen = Atomic(0)

    init(step: LedgerStep?, count: Int) {
        self.step = step
        self.count = count
    }

    var observe: LedgerStepObserver {
        { [self] step in
            guard step == self.step, seen.add(1, ordering: .relaxed).newValue == count else { return }
            kill(getpid(), SIGKILL)
            // The signal is not always delivered before the call returns.
            while true { pause() }
        }
    }
}
