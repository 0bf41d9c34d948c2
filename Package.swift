// swift-tools-version: 6.2
import PackageDescription

let swift: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // A row passes through five targets on its way into a page.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// One row of the house: a target and what it may see. The arrows point inward; the compiler checks them.
func room(_ name: String, sees dependencies: [Target.Dependency] = [], holds resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swift)
}

func tests(of name: String, alsoSees dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + dependencies, swiftSettings: swift)
}

let package = Package(
    name: "krug",
    products: [.executable(name: "krug", targets: ["krug"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        room("Kit"),
        room("Storage", sees: ["Kit"]),
        room("SQLiteStorage", sees: ["Kit", "Storage", grdb]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        room("PostgresStorage", sees: ["Kit", "Storage", "CPostgres"]),
        room("Markup", sees: ["Kit"]),
        room("Definitions", sees: ["Kit", "Storage"]),
        room("Filters", sees: ["Kit", "Definitions"]),
        room("RecordEngine", sees: ["Kit", "Storage", "Definitions", "Filters"]),
        room("Duplicates", sees: ["Kit", "Storage", "Definitions", "RecordEngine"]),
        room("Jobs", sees: ["Kit", "Storage"]),
        room("Bulk", sees: ["Kit", "Storage", "Definitions", "RecordEngine", "Jobs"]),
        room("Files", sees: ["Kit", "Storage", crypto]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        room("Packing", sees: ["Kit", "CZlib"]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        room("Tables", sees: ["Kit", "Files", "Packing", "CExpat"]),
        room("Exchange", sees: ["Kit", "Storage", "Files", "Tables", "Definitions", "RecordEngine", "Duplicates", "Jobs", "Bulk"]),
        room(
            "Attachments",
            sees: ["Kit", "Storage", "Files", "Tables", "Definitions", "RecordEngine", "Jobs", "Pages", "Markup", "Composing"]
        ),
        room("Pages", sees: ["Kit", "Markup", "Definitions", "RecordEngine"]),
        room("Identity", sees: ["Kit", "Storage", "Definitions", "RecordEngine", crypto, cryptoExtras]),
        room("People", sees: ["Kit", "Definitions", "RecordEngine"]),
        room("Requisites", sees: ["Kit", "Definitions", "RecordEngine", "Pages", "Markup"]),
        room("Formulas", sees: ["Kit", "Storage", "Definitions", "Filters", "RecordEngine"]),
        room("Tailoring", sees: ["Kit", "Storage", "Definitions", "RecordEngine", "Formulas"]),
        room("Views", sees: ["Kit", "Storage", "Definitions", "RecordEngine"]),
        room("Composing", sees: ["Kit", "Storage", "Markup", "Pages", "Definitions", "RecordEngine", "Views"]),
        room("Notices", sees: ["Kit", "Storage", "Definitions", "RecordEngine"]),
        room("Upkeep", sees: ["Kit", "Storage", "Definitions", "RecordEngine", "Jobs", "Bulk"]),
        room("Moving", sees: ["Kit", "Storage", "Files", "Packing", "Definitions", "RecordEngine"]),
        room("Conditions", sees: ["Kit", "Markup", "Pages", "Definitions", "RecordEngine", "Views"]),
        room("Work", sees: ["Kit", "Storage", "Definitions", "RecordEngine", "Pages", "Markup", "Composing"]),
        room("Sales", sees: ["Kit", "Storage", "Definitions", "RecordEngine", "Pages", "Markup", "Conditions"]),
        room(
            "Web",
            sees: [
                "Kit", "Markup", "Pages", "Storage", "Files", "Definitions", "RecordEngine", "Jobs", "Bulk", "Exchange", "Attachments",
                "Identity", "Packing",
                "Tables", "Notices", "Moving", hummingbird, logging,
            ],
            holds: [.copy("Assets")]
        ),
        room(
            "API",
            sees: [
                "Kit", "Storage", "Files", "Definitions", "RecordEngine", "Duplicates", "Jobs", "Bulk", "Exchange", "Attachments", "Identity",
                "Tables", "Views",
                "Upkeep", "Moving", "Notices", "Web",
            ]),
        room(
            "RecordPages",
            sees: [
                "Kit", "Storage", "Markup", "Pages", "Definitions", "RecordEngine", "Duplicates", "Jobs", "Bulk", "Exchange", "Attachments",
                "Identity", "Formulas", "Tables", "Tailoring", "Views", "Conditions", "Composing", "Web",
            ]),
        room(
            "SettingsPages",
            sees: [
                "Kit", "Storage", "Files", "Markup", "Pages", "Definitions", "RecordEngine", "Duplicates", "Jobs", "Bulk", "Exchange",
                "Identity", "Tables", "Formulas", "Tailoring", "Upkeep", "Moving", "Notices", "Web", "RecordPages",
            ]),
        room(
            "App",
            sees: [
                "Kit", "Storage", "SQLiteStorage", "PostgresStorage", "Files", "Tables", "Definitions", "RecordEngine", "Jobs", "Bulk",
                "Exchange",
                "Attachments", "Identity", "Formulas", "Tailoring", "Views", "Composing", "Upkeep", "Moving", "Notices", "People", "Requisites", "Work", "Sales",
                "Pages",
                "Web", "API", "RecordPages",
                "SettingsPages", hummingbird, nio, nioHTTP, lifecycle, unixSignals,
                logging,
            ]
        ),
        .executableTarget(name: "krug", dependencies: ["App", "Exchange", "Kit", "Web", logging, arguments], swiftSettings: swift),

        .executableTarget(
            name: "bench",
            dependencies: [
                "Kit", "Storage", "Files", "Tables", "Definitions", "RecordEngine", "Duplicates", "Jobs", "Exchange", "Identity", "People",
                "Sales", "Work", "Web", "App",
                hummingbird, logging, arguments,
            ],
            path: "Sources/Bench",
            swiftSettings: swift
        ),

        .target(
            name: "TestSupport",
            dependencies: [
                "Kit", "Storage", "SQLiteStorage", "PostgresStorage", "Files", "Definitions", "RecordEngine", "Jobs", "Bulk", "Exchange",
                "Attachments", "Identity", "People", "Requisites", "Work", "Sales", "Web", "App", hummingbird, logging,
            ],
            path: "Tests/TestSupport",
            swiftSettings: swift
        ),
        tests(of: "Kit"),
        tests(of: "Storage"),
        tests(of: "Files"),
        tests(of: "Markup"),
        tests(of: "Pages", alsoSees: ["Kit", "Markup"]),
        tests(of: "Definitions"),
        tests(of: "RecordEngine", alsoSees: ["SQLiteStorage", "Duplicates", "People", "Sales", "Work", "Identity"]),
        tests(
            of: "Formulas", alsoSees: ["Storage", "Definitions", "RecordEngine", "Kit", "People", "Sales", "Work", "Identity", "Tailoring"]),
        tests(of: "Jobs"),
        tests(of: "Tables", alsoSees: ["Files", "Packing"]),
        tests(of: "Exchange", alsoSees: ["Duplicates", "Tables", "People", "Sales", "Work", "Identity"]),
        tests(of: "Attachments", alsoSees: ["Duplicates", "Packing"]),
        tests(of: "Requisites", alsoSees: ["Tables", "Files", "Exchange", "People"]),
        tests(of: "Identity"),
        tests(of: "Web", alsoSees: ["Duplicates", "Moving", "Notices", "Pages", "Packing", hummingbird, nioEmbedded]),
    ],
    swiftLanguageModes: [.v6]
)

// The parsers of Tests/ParserTests are a program of bin/fuzz, or else tests.
let parsers: [Target.Dependency] = [
    "Kit", "Storage", "Files", "Packing", "Tables", "Definitions", "Filters", "RecordEngine", "Duplicates", "Identity", "Formulas", "Tailoring",
    "Exchange", "Requisites", "Composing", "Upkeep", "Moving", "People", "Sales", "Work", "Web", "API",
]
package.targets.append(
    Context.environment["KRUG_FUZZ"] == nil
        ? .testTarget(name: "ParserTests", dependencies: parsers, exclude: ["Fuzz.swift", "Seeds"], swiftSettings: swift)
        : .executableTarget(
            name: "fuzz", dependencies: parsers, path: "Tests/ParserTests", exclude: ["SeedTests.swift", "Seeds"],
            swiftSettings: swift + [.unsafeFlags(["-parse-as-library"])]))
