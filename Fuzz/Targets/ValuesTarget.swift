// One text, read as everything that CEL converts text to. What is accepted must survive being written and read again.

@testable import CEL

func fuzzValues(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    fuzzTimes(text)
    fuzzNetwork(text)
    fuzzNumbers(text)
    if let decoded = Base64.decode(text) { precondition(Base64.decode(Base64.encode(decoded)) == decoded) }
    precondition(Base64.decode(Base64.encode(input)) == input)
    if let rules = TimeZoneRules(tzif: input) {
        for seconds in [Int64.min / 4, -1, 0, 1, 1_900_000_000, 253_402_300_799] { _ = rules.utcOffset(at: seconds) }
    }
    if let zone = POSIXTimeZone(text.utf8[...]) {
        for seconds in [CELTimestamp.minimumSeconds, 0, CELTimestamp.maximumSeconds] { _ = zone.utcOffset(at: seconds) }
    }
}

private func fuzzTimes(_ text: String) {
    if let timestamp = try? CELTimestamp(parsing: text) {
        precondition((try? CELTimestamp(parsing: timestamp.description)) == timestamp)
        for accessor in CELTimestamp.Accessor.allCases { _ = timestamp.get(accessor, utcOffset: -50_400) }
    }
    if let duration = try? CELDuration(parsing: text) {
        precondition((try? CELDuration(parsing: duration.description)) == duration)
        precondition((try? CELDuration(parsing: duration.negated.description)) == duration.negated)
    }
    if let epoch = try? CELTimestamp(seconds: 0) { _ = try? TimeZoneSource.utcOnly.utcOffset(of: text, at: epoch) }
}

private func fuzzNetwork(_ text: String) {
    if let address = try? IPAddress(text) { precondition((try? IPAddress.isCanonical(address.description)) == true) }
    if let block = try? CIDR(text) {
        precondition((try? CIDR(block.description)) == block)
        precondition(block.masked.isMask && block.masked.contains(block) && block.contains(block.address))
    }
}

private func fuzzNumbers(_ text: String) {
    if let int = NumberText.int(text) { precondition(NumberText.int(String(int)) == int) }
    if let uint = NumberText.uint(text) { precondition(NumberText.uint(String(uint)) == uint) }
    guard let double = NumberText.double(text), double.isFinite else { return }
    precondition(NumberText.double(NumberText.text(double)) == double)
    precondition(NumberText.double(NumberText.plainText(double)) == double)
    precondition(NumberText.double(NumberText.scientific(double, precision: 16)) == double)
    precondition(NumberText.double(NumberText.fixed(double, precision: 1_000)) != nil)
}
