// swift-tools-version: 6.2
import PackageDescription

// The house, bottom floor first. Imports point down only: `TidyTests` holds every `import` to this table.
let argumentParser = Library("ArgumentParser", in: "swift-argument-parser")
let asyncHTTPClient = Library("AsyncHTTPClient", in: "async-http-client")
let crypto = Library("Crypto", in: "swift-crypto")
let grdb = Library("GRDB", in: "GRDB.swift")
let hummingbird = Library("Hummingbird", in: "hummingbird")
let hummingbirdCore = Library("HummingbirdCore", in: "hummingbird")
let hummingbirdTesting = Library("HummingbirdTesting", in: "hummingbird")
let httpTypes = Library("HTTPTypes", in: "swift-http-types")
let logging = Library("Logging", in: "swift-log")
let nioCore = Library("NIOCore", in: "swift-nio")
let nioHTTP1 = Library("NIOHTTP1", in: "swift-nio")
let nioHTTPTypes = Library("NIOHTTPTypes", in: "swift-nio-extras")
let nioPosix = Library("NIOPosix", in: "swift-nio")
let nioSSL = Library("NIOSSL", in: "swift-nio-ssl")
let nioTLS = Library("NIOTLS", in: "swift-nio")
let serviceLifecycle = Library("ServiceLifecycle", in: "swift-service-lifecycle")
let unixSignals = Library("UnixSignals", in: "swift-service-lifecycle")
let yams = Library("Yams", in: "Yams")

let parts: [Part] = [
    Part("CEL", product: true),
    Part("GovernorCore", product: true),

    Part("GovernorPolicy", product: true, on: ["CEL", "GovernorCore"], libraries: [yams]),
    Part("GovernorInspect", product: true, on: ["GovernorCore", "GovernorModels"]),
    // Trained weights, embedded by the C compiler: a Swift array of megabytes takes minutes.
    Part("GovernorModels", kind: .embedding(["classifier.weights", "names.weights"])),
    Part("GovernorDialects", on: ["GovernorCore"]),
    Part("GovernorAudit", product: true, on: ["GovernorCore"]),
    Part("GovernorLedger", product: true, on: ["GovernorCore"], libraries: [crypto]),

    Part(
        "GovernorGateway", on: ["GovernorCore", "GovernorPolicy", "GovernorInspect", "GovernorDialects"],
        libraries: [logging, nioCore, nioHTTP1, nioPosix, nioSSL, nioTLS, serviceLifecycle]),

    Part("GovernorSQLite", on: ["GovernorCore", "GovernorLedger"], libraries: [grdb]),
    Part("GovernorPostgres", on: ["GovernorCore"]),
    Part(
        "GovernorServer", on: ["GovernorCore", "GovernorPolicy", "GovernorLedger"],
        libraries: [
            asyncHTTPClient, crypto, hummingbird, hummingbirdCore, httpTypes, logging, nioCore, nioHTTP1,
            nioHTTPTypes, serviceLifecycle,
        ]),

    Part(
        "governor", kind: .executable,
        on: [
            "GovernorCore", "GovernorPolicy", "GovernorInspect", "GovernorAudit", "GovernorDialects",
            "GovernorLedger", "GovernorGateway", "GovernorSQLite", "GovernorPostgres", "GovernorServer",
        ],
        libraries: [argumentParser, crypto, logging, serviceLifecycle, unixSignals, yams]),

    // Case runners and in-memory stores that the tests and `conformance` share. Not in the release.
    Part("ConformanceCases", on: ["CEL", "GovernorAudit", "GovernorCore"]),
    Part("GovernorTesting", on: ["CEL", "ConformanceCases", "GovernorCore", "GovernorLedger"], libraries: [crypto]),
    // Clocks and measures of time for tests.
    Part("TestTime", on: ["GovernorCore"]),
    Part(
        "ledger-benchmark", kind: .executable, path: "Benchmarks/Ledger",
        on: ["GovernorCore", "GovernorLedger", "GovernorSQLite"]),
    Part(
        "inspect-benchmark", kind: .executable, path: "Benchmarks/Inspect", on: ["GovernorCore", "GovernorInspect"]),
    Part("audit-benchmark", kind: .executable, path: "Benchmarks/Audit", on: ["GovernorAudit", "GovernorCore"]),
    // Dies on purpose, so that the tests see what a crash leaves behind. Not in the release.
    Part(
        "ledger-crash-child", kind: .executable, path: "Tests/Programs/ledger-crash-child",
        on: ["GovernorCore", "GovernorLedger", "GovernorSQLite"]),
    Part(
        "conformance", kind: .executable, on: ["ConformanceCases", "GovernorCore", "GovernorTesting"],
        libraries: [argumentParser]),

    // Only `Fuzz/run` names it: it links with libFuzzer.
    Part(
        "fuzz", kind: .executable, path: "Fuzz/Targets", onlyWhenNamed: true,
        on: [
            "CEL", "GovernorCore", "GovernorPolicy", "GovernorInspect", "GovernorDialects", "GovernorLedger",
            "GovernorAudit",
        ]),

    // Trains the models of the inspectors. Not in the release.
    Part("governor-train", kind: .executable, on: ["GovernorCore", "GovernorInspect"]),

    Part("CELTests", kind: .test, on: ["CEL", "ConformanceCases", "GovernorCore"]),
    Part("GovernorCoreTests", kind: .test, on: ["GovernorCore", "TestTime"]),
    Part("GovernorPolicyTests", kind: .test, on: ["GovernorPolicy", "GovernorCore", "CEL"]),
    Part("GovernorInspectTests", kind: .test, on: ["GovernorInspect", "GovernorPolicy", "GovernorCore", "TestTime"]),
    Part("GovernorDialectsTests", kind: .test, on: ["GovernorDialects", "GovernorCore"]),
    Part("GovernorAuditTests", kind: .test, on: ["GovernorAudit", "ConformanceCases", "GovernorCore"]),
    Part(
        "GovernorLedgerTests", kind: .test,
        on: ["GovernorLedger", "GovernorCore", "GovernorTesting", "ConformanceCases"]),
    Part(
        "GovernorSQLiteTests", kind: .test,
        on: ["GovernorSQLite", "GovernorLedger", "GovernorCore", "GovernorTesting", "ledger-crash-child"],
        libraries: [grdb]),
    Part("GovernorPostgresTests", kind: .test, on: ["GovernorPostgres", "GovernorCore", "GovernorAudit"]),
    Part(
        "GovernorGatewayTests", kind: .test,
        on: ["GovernorGateway", "GovernorPolicy", "GovernorInspect", "GovernorDialects", "GovernorCore", "TestTime"],
        libraries: [logging, nioCore, nioHTTP1, nioPosix, nioSSL, serviceLifecycle]),
    Part(
        "GovernorServerTests", kind: .test,
        on: ["GovernorServer", "GovernorPolicy", "GovernorLedger", "GovernorCore", "GovernorTesting"],
        libraries: [
            crypto, hummingbird, hummingbirdTesting, httpTypes, logging, nioCore, nioPosix, serviceLifecycle,
        ]),
    Part(
        "GovernorCommandTests", kind: .test,
        on: [
            "governor", "conformance", "GovernorPolicy", "GovernorInspect", "GovernorLedger", "GovernorSQLite",
            "GovernorServer", "GovernorGateway", "GovernorDialects", "GovernorCore", "TestTime",
        ],
        libraries: [hummingbird, hummingbirdTesting, httpTypes, nioCore]),
    Part("TidyTests", kind: .test),
]

let sources: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
]

// `GOVERNOR_PARTS=CEL,CELTests swift test` declares only those parts and what they stand on, so that work on the pure
// parts neither fetches nor builds NIO, BoringSSL or SQLite. Without it, everything is declared.
let declared = closure(of: Context.environment["GOVERNOR_PARTS"], in: parts)
let needed = Set(declared.flatMap { $0.libraries.map { $0.package.lowercased() } })

let package = Package(
    name: "governor",
    platforms: [.macOS(.v15)],
    products: declared.compactMap(\.product),
    dependencies: sources.filter { source in
        guard case .sourceControl(_, let location, _) = source.kind else { return true }
        return needed.contains { location.lowercased().hasSuffix("/\($0).git") }
    },
    targets: declared.map(\.target),
    swiftLanguageModes: [.v6]
)

struct Library {
    let name: String
    let package: String

    init(_ name: String, in package: String) {
        self.name = name
        self.package = package
    }
}

struct Part {
    enum Kind {
        case library, executable, test
        /// A C target that embeds files of its folder.
        case embedding([String])
    }

    let name: String
    let kind: Kind
    /// Where its sources are, when that is not the folder of its name.
    let path: String?
    let isProduct: Bool
    /// Whether it is left out unless `GOVERNOR_PARTS` names it.
    let onlyWhenNamed: Bool
    let parts: [String]
    let libraries: [Library]

    init(
        _ name: String, kind: Kind = .library, path: String? = nil, product: Bool = false,
        onlyWhenNamed: Bool = false, on parts: [String] = [], libraries: [Library] = []
    ) {
        self.name = name
        self.kind = kind
        self.path = path
        self.isProduct = product
        self.onlyWhenNamed = onlyWhenNamed
        self.parts = parts
        self.libraries = libraries
    }

    var product: Product? { isProduct ? .library(name: name, targets: [name]) : nil }

    var target: Target {
        let dependencies =
            parts.map { Target.Dependency.byName(name: $0) }
            + libraries.map { Target.Dependency.product(name: $0.name, package: $0.package) }
        let settings: [SwiftSetting] = [
            .treatAllWarnings(as: .error),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
        return switch kind {
        case .library: .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
        case .executable:
            .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
        case .test: .testTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
        case .embedding(let files):
            .target(name: name, path: path, exclude: files)
        }
    }
}

func closure(of list: String?, in parts: [Part]) -> [Part] {
    guard let list, !list.isEmpty else { return parts.filter { !$0.onlyWhenNamed } }
    var wanted = Set<String>()
    func want(_ name: String) {
        guard wanted.insert(name).inserted, let part = parts.first(where: { $0.name == name }) else { return }
        part.parts.forEach(want)
    }
    list.split(separator: ",").map(String.init).forEach(want)
    return parts.filter { wanted.contains($0.name) }
}
