import GovernorCore
import Testing

struct APIKeyringTextTests {
    @Test func `keys show neither secrets nor digests of them`() {
        var random = SeededGenerator(seed: 1)
        let key = APIKey(using: &random)
        let record = key.record(id: "app", role: .service, created: Timestamp(millisecondsSince1970: 0)) { _ in
            Digest(bytes: Array(repeating: 0xAB, count: 32)) ?? Digest(hex: String(repeating: "ab", count: 32))!
        }
        let keyring = APIKeyring([record]) { _ in record.digest }
        for value in [key, record, keyring, [keyring] as [Any]] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains(key.secret) && !text.contains("abab") && !text.contains("171, 171"), "\(text)")
            }
        }
        #expect("\(record)" == "API key app" && "\(keyring)" == "1 API keys")
    }
}
