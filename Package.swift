// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")

func nio(_ names: String...) -> [Target.Dependency] {
    names.map { .product(name: $0, package: "swift-nio") }
}

/// A layer of the architecture; `docs/architecture.md` has the picture. Dependencies point down.
func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
        resources: [.copy("Resources")], swiftSettings: settings)
}

let package = Package(
    name: "swiftlet",
    products: [
        .executable(name: "swiftlet", targets: ["swiftlet"]),
        .executable(name: "swiftlet-monitor", targets: ["swiftlet-monitor"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C
        .target(name: "CLinux"),
        .systemLibrary(
            name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Layers, from the bottom
        layer("LinuxSystem", ["CLinux"]),
        layer("JSON", []),
        layer("OCI", ["JSON"]),
        layer("KubernetesAPI", ["JSON", yams]),
        layer(
            "ImageStore",
            [
                "OCI", "JSON", "LinuxSystem", "CLinux", "CISAL", "CLibArchive", "COpenSSL",
                asyncHTTPClient, logging, .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix")),
        layer(
            "ContainerRuntime",
            ["OCI", "JSON", "LinuxSystem", "CLinux", "CSeccomp", "CZlib", logging]),
        layer("ObjectStore", ["JSON", "CLinux", "CSQLite"]),
        layer("KubernetesClient", ["KubernetesAPI", "JSON"]),
        layer(
            "AccessControl", ["KubernetesClient", "KubernetesAPI", "JSON", "COpenSSL", logging]),
        layer("Registry", ["ObjectStore", "KubernetesClient", "KubernetesAPI", "JSON", logging]),
        layer(
            "KubeconfigClient",
            [
                "KubernetesClient", "KubernetesAPI", "JSON", asyncHTTPClient, yams,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix", "NIOWebSocket")),
        layer(
            "Kubelet",
            [
                "KubernetesClient", "KubernetesAPI", "ContainerRuntime", "ImageStore", "OCI",
                "JSON",
                "LinuxSystem", logging,
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix", "NIOTLS")),
        layer(
            "APIServer",
            [
                "AccessControl", "KubernetesClient", "KubernetesAPI", "JSON", "COpenSSL", "CZlib",
                logging, serviceLifecycle, asyncHTTPClient,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix")),
        layer(
            "Daemon",
            [
                "APIServer", "AccessControl", "Kubelet", "Registry", "ObjectStore",
                "ContainerRuntime", "ImageStore",
                "KubernetesClient", "KubernetesAPI", "LinuxSystem", "OCI", "JSON", logging,
                argumentParser,
                serviceLifecycle, yams,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        layer(
            "SwiftletCLI",
            [
                "KubeconfigClient", "KubernetesClient", "KubernetesAPI", "ImageStore", "OCI",
                "FileArchive", "JSON",
                argumentParser, yams, logging,
            ] + nio("NIOCore", "NIOPosix")),
        .executableTarget(
            name: "swiftlet", dependencies: ["SwiftletCLI", "Daemon", argumentParser],
            swiftSettings: settings),
        layer("FileArchive", []),
        layer("MonitorCore", ["FileArchive", "CLinux"]),
        // Static: a user pays its memory once a container.
        .executableTarget(
            name: "swiftlet-monitor", dependencies: ["MonitorCore"], swiftSettings: settings,
            linkerSettings: [
                .unsafeFlags(["-static-executable", "-Xlinker", "--gc-sections"]),
                .unsafeFlags(["-Xlinker", "--strip-all"], .when(configuration: .release)),
            ]),

        // Tools
        .executableTarget(
            name: "generate-kubernetes-types", path: "Tools/generate-kubernetes-types",
            exclude: ["kubernetes-types.json"],
            swiftSettings: settings),

        .executableTarget(
            name: "bench-api",
            dependencies: [
                "KubeconfigClient", "KubernetesClient", "KubernetesAPI", "JSON", argumentParser,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix"),
            path: "Tools/bench-api", swiftSettings: settings),

        // Tests
        tests("JSON"),
        tests("LinuxSystem"),
        tests("FileArchive"),
        tests("MonitorCore", ["CLinux"]),
        tests("OCI", ["JSON"]),
        tests("KubernetesAPI", ["JSON", "generate-kubernetes-types"]),
        tests("ImageStore", ["OCI", "JSON", "LinuxSystem"]),
        tests("ContainerRuntime", ["OCI", "JSON", "LinuxSystem"]),
        tests("ObjectStore", ["JSON"]),
        tests(
            "AccessControl",
            ["KubernetesClient", "KubernetesAPI", "JSON", "LinuxSystem", logging]),
        tests("Registry", ["ObjectStore", "KubernetesClient", "KubernetesAPI", "JSON", logging]),
        tests(
            "KubeconfigClient",
            ["KubernetesClient", "KubernetesAPI", "JSON"]
                + nio("NIOCore", "NIOEmbedded", "NIOHTTP1", "NIOPosix", "NIOWebSocket")),
        tests(
            "Kubelet",
            [
                "KubernetesClient", "KubernetesAPI", "ContainerRuntime", "ImageStore", "OCI",
                "JSON", "LinuxSystem", logging,
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix")),
        tests(
            "APIServer",
            [
                "AccessControl", "Registry", "ObjectStore", "KubernetesClient", "KubernetesAPI",
                "JSON", "LinuxSystem",
                asyncHTTPClient,
                logging, serviceLifecycle,
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOEmbedded", "NIOHTTP1", "NIOPosix")),
        tests("SwiftletCLI", ["KubernetesClient", "KubernetesAPI", "JSON"]),
        tests("Daemon", ["Kubelet", argumentParser]),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "APIServer", "KubernetesAPI", "JSON",
                .product(name: "HummingbirdCore", package: "hummingbird"),
            ] + nio("NIOCore"),
            resources: [.copy("Resources")], swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "KubeconfigClient", "KubernetesClient", "KubernetesAPI", "JSON", "CLinux",
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
