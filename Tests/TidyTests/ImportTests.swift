import Foundation
import Testing

/// The house rule that a machine can check: what each target may import.
///
/// The table repeats `Package.swift` on purpose. The manifest says what is linked; this says what is allowed, per file,
/// with a home for every library.
@Suite struct ImportTests {
    static let layers: [[String]] = [
        ["CEL", "GovernorCore", "GovernorModels"],
        [
            "GovernorPolicy", "GovernorInspect", "GovernorAudit", "GovernorLedger", "GovernorRegistry",
            "GovernorMonitor", "GovernorDialects",
        ],
        ["GovernorGateway", "GovernorExport"],
        ["GovernorServer", "GovernorSQLite", "GovernorPostgres"],
        ["governor"],
    ]

    /// Each library's home. The Swift runtime's own modules and the C library are everybody's.
    static let homes: [String: Set<String>] = [
        "ArgumentParser": ["governor"],
        "AsyncHTTPClient": ["GovernorServer"],
        "Crypto": ["GovernorLedger", "GovernorGateway", "GovernorServer", "governor"],
        "GRDB": ["GovernorSQLite"],
        "HTTPTypes": ["GovernorGateway", "GovernorServer", "governor"],
        "Hummingbird": ["GovernorServer"],
        "HummingbirdCore": ["GovernorServer"],
        "Logging": ["GovernorGateway", "GovernorServer", "GovernorSQLite", "governor"],
        "NIOCore": ["GovernorGateway", "GovernorServer", "governor"],
        "NIOHTTP1": ["GovernorGateway", "GovernorServer"],
        "NIOHTTPTypes": ["GovernorServer"],
        "NIOPosix": ["GovernorGateway"],
        "NIOSSL": ["GovernorGateway"],
        "NIOTLS": ["GovernorGateway"],
        "ServiceLifecycle": ["GovernorGateway", "GovernorServer", "governor"],
        "UnixSignals": ["governor"],
        "Yams": ["GovernorPolicy", "governor"],
        "Foundation": ["GovernorSQLite", "GovernorServer", "governor"],
        "FoundationEssentials": ["GovernorSQLite", "GovernorServer", "governor"],
    ]

    static let everybodys: Set<String> = ["Swift", "Synchronization", "Glibc", "Darwin", "Musl", "Dispatch"]

    /// Targets that are no part of the product may import anything of the house.
    static let outside: Set<String> = [
        "GovernorTesting", "ConformanceCases", "TestTime", "conformance", "governor-train",
    ]

    @Test(arguments: Source.all)
    func `a file imports only what stands below it, and libraries at their home`(source: Source) {
        for module in source.imports where !Self.everybodys.contains(module) {
            #expect(allows(module, in: source.target), "\(source.path) imports \(module)")
        }
    }

    @Test func `every target has its floor`() {
        #expect(Source.all.contains { $0.imports.contains("GovernorCore") }, "no sources found to check")
        let known = Set(Self.layers.joined()).union(Self.outside)
        for target in Set(Source.all.map(\.target)) {
            #expect(known.contains(target), "\(target) stands in no layer; add it to the table and to ARCHITECTURE.md")
        }
    }

    private func allows(_ module: String, in target: String) -> Bool {
        if Self.outside.contains(target) { return true }
        if let homes = Self.homes[module] { return homes.contains(target) }
        guard let floor = Self.floor(of: target), let below = Self.floor(of: module) else { return false }
        return below < floor
    }

    private static func floor(of target: String) -> Int? { layers.firstIndex { $0.contains(target) } }
}

/// A Swift file under `Sources`.
struct Source: Sendable, CustomTestStringConvertible {
    let path: String
    let target: String
    let imports: [String]

    var testDescription: String { path }

    static let all: [Source] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        let names = FileManager.default.enumerator(atPath: root.path())?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: root.appending(path: name), encoding: .utf8) else { return nil }
            return Source(path: name, target: String(name.prefix { $0 != "/" }), imports: imports(in: text))
        }
    }()

    private static func imports(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword <= 2,
                words[..<keyword].allSatisfy({ $0.hasPrefix("@") || ["package", "public", "internal"].contains($0) })
            else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
            return words[(keyword + 1)...].first { !kinds.contains($0) }.map { String($0.prefix { $0 != "." }) }
        }
    }
}
