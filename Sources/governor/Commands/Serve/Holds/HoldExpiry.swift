import GovernorCore
import GovernorLedger
import Logging
import ServiceLifecycle

/// Records of holds that nobody has reviewed in time that they have expired, also when nobody asks.
struct HoldExpiry: Service, CustomStringConvertible {
    let holds: HoldRegister
    let logger: Logger

    let description = "expiry of holds"

    /// How often it looks: often beside the hours that a hold waits, and rarely beside what looking costs.
    private static let pause = Duration.seconds(30)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.pause)) != nil {
                do { try await holds.expire() } catch {
                    // It is tried again, and what has expired does not go on unrecorded meanwhile.
                    logger.error(
                        "expired holds not recorded",
                        metadata: ["code": "\((error as? any GovernorError)?.code ?? "ledger.unavailable")"])
                }
            }
        }
    }
}
