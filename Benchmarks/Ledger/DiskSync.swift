#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long the disk takes to make 4 KB durable: what every durable append waits for at least once.
enum DiskSync {
    static func measure(_ folder: String, count: Int = 200) throws {
        let path = folder + "/sync-probe"
        let file = open(path, O_RDWR | O_CREAT, 0o600)
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0x5A, count: 4096)
        var times: [Duration] = []
        for _ in 0..<count {
            guard write(file, page, page.count) == page.count else { return }
            times.append(ContinuousClock().measure { fdatasync(file) })
        }
        times.sort()
        print(
            "fdatasync of 4 KiB appended: p50 \(milliseconds(times[count / 2])), p99 \(milliseconds(times[count * 99 / 100]))"
        )
    }
}

/// A duration as `1.234 ms`.
func milliseconds(_ duration: Duration) -> String {
    let microseconds = Int(duration / .microseconds(1))
    let rest = String(microseconds % 1000 + 1000).dropFirst()
    return "\(microseconds / 1000).\(rest) ms"
}
