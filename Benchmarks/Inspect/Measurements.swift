import Foundation
import GovernorCore

/// Megabytes (10⁶) per second; the best of several turns. The detectors take turns, so that a busy machine slows all alike.
enum Throughput {
    private static let turns = 5

    static func measure(_ detectors: [Detector], on texts: [BenchmarkText]) -> [JSONValue] {
        texts.flatMap { text in
            let bytes = text.pieces.reduce(0) { $0 + $1.count }
            var best = [Double](repeating: .infinity, count: detectors.count)
            var found = [Int](repeating: 0, count: detectors.count)
            for _ in 0..<turns {
                for (number, detector) in detectors.enumerated() {
                    let start = processorSeconds()
                    found[number] = text.pieces.reduce(0) { $0 + detector.inspect($1) }
                    best[number] = min(best[number], processorSeconds() - start)
                }
            }
            return detectors.indices.map { number -> JSONValue in
                [
                    "text": .string(text.name), "detector": .string(detectors[number].name),
                    "mb_per_second": .rounded(Double(bytes) / 1e6 / best[number]),
                    "findings_per_kib": .rounded(Double(found[number]) * 1024 / Double(bytes)),
                ]
            }
        }
    }
}

/// How long a text of 1 KiB takes, over different texts in turn.
enum Latency {
    private static let rounds = 5

    static func measure(_ detectors: [Detector], on texts: [BenchmarkText]) -> [JSONValue] {
        texts.flatMap { text in
            detectors.map { detector -> JSONValue in
                var microseconds: [Double] = []
                for _ in 0..<rounds {
                    for prompt in text.prompts {
                        let start = processorSeconds()
                        _ = detector.inspect(prompt)
                        microseconds.append((processorSeconds() - start) * 1e6)
                    }
                }
                microseconds.sort()
                return [
                    "text": .string(text.name), "detector": .string(detector.name),
                    "p50_us": .rounded(microseconds[microseconds.count / 2]),
                    "p99_us": .rounded(microseconds[microseconds.count * 99 / 100]),
                ]
            }
        }
    }
}

/// What of the process is in memory.
struct ResidentMemory {
    /// In MiB; those of files, such as the program itself, count, too.
    private let all: Double
    private let anonymous: Double

    init() {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func mebibytes(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return (line?.split { !$0.isNumber }.first.flatMap { Double($0) } ?? 0) / 1024
        }
        (all, anonymous) = (mebibytes("VmRSS"), mebibytes("RssAnon"))
    }

    var json: JSONValue { ["resident_mib": .rounded(all), "anonymous_mib": .rounded(anonymous)] }
}

extension JSONValue {
    /// A number with two decimals.
    static func rounded(_ value: Double) -> JSONValue {
        JSONNumber((value * 100).rounded() / 100).map(JSONValue.number) ?? .null
    }
}
