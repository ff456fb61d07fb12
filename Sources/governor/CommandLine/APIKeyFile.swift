/// A file that holds an API key and nothing else, so that the key is in no list of processes.
enum APIKeyFile {
    /// A key is one short line; this is far above it.
    private static let limit = 4096

    /// The key in a file, without line ends and spaces.
    static func key(in path: String) throws(CommandError) -> String {
        let bytes = try InputFile(path, "API key file").bytes(limit: limit)
        return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    }
}
