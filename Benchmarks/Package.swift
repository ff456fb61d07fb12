// swift-tools-version: 6.2
import PackageDescription

// Benchmarks are a package of their own, so that the product depends on nothing that only measuring needs. Set
// `GOVERNOR_PARTS` to the part that is measured, and nothing else of Governor is fetched or built: see cel.sh.
let package = Package(
    name: "governor-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "governor", path: "..")],
    targets: [
        .target(name: "CAllocations"),
        .executableTarget(
            name: "cel-benchmark",
            dependencies: ["CAllocations", .product(name: "CEL", package: "governor")],
            swiftSettings: [
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
