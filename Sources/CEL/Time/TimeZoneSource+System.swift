// The only file of this target that touches the machine. CEL's language definition includes the IANA time zones, every
// system ships them, and they change several times a year: compiling a copy in would make rules wrong by age, and
// asking every user of the library to pass a reader would make the plain case fail. So the default is to read the
// system's copy. Whoever wants no I/O at all passes ``TimeZoneSource/utcOnly`` or a source of their own.

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

extension TimeZoneSource {
    /// Where systems keep the compiled database, most common first.
    private static let folders = [
        "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
    ]
    /// The largest file that is read, in bytes; the largest real one is below 4 KiB.
    private static let maximumFileByteCount = 262_144

    /// The time zone database of this machine.
    public static let system = TimeZoneSource { name in
        for folder in folders {
            if let bytes = contents(of: "\(folder)/\(name)") { return bytes }
        }
        return nil
    }

    private static func contents(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        guard (1...maximumFileByteCount).contains(Int(status.st_size)) else { return nil }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = read(file, buffer.baseAddress.map { $0 + count }, size - count)
                guard got > 0 else { return }
                count += got
            }
        }
        return bytes.count == size ? bytes : nil
    }
}
