import ArgumentParser
import ContainerRuntime
import Kubelet
import Testing

@testable import Daemon

@Suite struct DaemonSettingsTests {
    @Test func defaultsAreThoseOfTheDocumentation() throws {
        let configuration = try DaemonSettings().resolved(currentDirectory: "/work")
        #expect(configuration.root == "/var/lib/swiftlet")
        #expect(configuration.runDirectory == "/run/swiftlet")
        #expect(configuration.logDirectory == "/var/log/pods")
        #expect(configuration.listenHost == "127.0.0.1")
        #expect(configuration.listenPort == 6443)
        #expect(configuration.bridge == "swiftlet0")
        #expect(configuration.cgroupRoot == "kubepods")
        #expect(configuration.podCIDR == "10.88.0.0/16")
        #expect(configuration.containerLogMaximumSize == 10 << 20)
        #expect(configuration.containerLogMaximumFiles == 5)
        #expect(configuration.crashBackOffInitial == .seconds(10))
        #expect(configuration.crashBackOffMaximum == .seconds(300))
        #expect(configuration.tokenRefresh == .seconds(86_400))
        #expect(configuration.cniPluginDirectories == ["/usr/lib/cni", "/opt/cni/bin"])
        #expect(configuration.cniPluginTimeLimit == 60)
    }

    @Test func waitsBeforeARestart() throws {
        let both = try DaemonSettings.parseCrashBackOff("1s,60s")
        #expect(both.first == .seconds(1))
        #expect(both.longest == .seconds(60))
        let one = try DaemonSettings.parseCrashBackOff("0.5s")
        #expect(one.first == .milliseconds(500))
        #expect(one.longest == nil)
        for wrong in ["", "1", "1s,", "0s", "1s,2s,3s", "1m"] {
            #expect(throws: ConfigurationError.self) {
                try DaemonSettings.parseCrashBackOff(wrong)
            }
        }
        #expect(throws: ConfigurationError.self) {
            try DaemonSettings(crashBackOffInitial: .seconds(9), crashBackOffMaximum: .seconds(2))
                .resolved(currentDirectory: "/")
        }
        let long = try DaemonSettings(crashBackOffInitial: .seconds(600))
            .resolved(currentDirectory: "/")
        #expect(long.crashBackOffMaximum == .seconds(600))
    }

    @Test func anotherRootMeetsNobody() throws {
        let one = try DaemonSettings(root: "/srv/one").resolved(currentDirectory: "/")
        let two = try DaemonSettings(root: "/srv/two").resolved(currentDirectory: "/")
        #expect(one.runDirectory == "/srv/one/run")
        #expect(one.logDirectory == "/srv/one/log/pods")
        #expect(one.bridge != two.bridge)
        #expect(one.cgroupRoot != two.cgroupRoot)
        #expect(one.podCIDR != two.podCIDR)
        #expect(one.bridge.utf8.count <= 15)
        // The same root always gets the same names, whatever the process.
        #expect(one.bridge == "swl-23faad90")
    }

    @Test func relativePathsAreMadeAbsolute() throws {
        let configuration = try DaemonSettings(root: "./state/", runDirectory: "run")
            .resolved(currentDirectory: "/work/here")
        #expect(configuration.root == "/work/here/state")
        #expect(configuration.runDirectory == "/work/here/run")
    }

    @Test(arguments: [
        ("127.0.0.1:6443", "127.0.0.1", 6443), ("[::1]:0", "::1", 0),
        ("localhost:80", "localhost", 80),
    ])
    func listenIsReadAsHostAndPort(text: String, host: String, port: Int) throws {
        let parsed = try DaemonSettings.parseListen(text)
        #expect(parsed.host == host)
        #expect(parsed.port == port)
    }

    @Test(arguments: [
        DaemonSettings(listen: "6443"), DaemonSettings(listen: "::1:6443"),
        DaemonSettings(listen: "host:70000"), DaemonSettings(podCIDR: "10.0.0.0"),
        DaemonSettings(podCIDR: "10.0.0/16"), DaemonSettings(podCIDR: "10.0.0.0/31"),
        DaemonSettings(bridge: "longer-than-fifteen"), DaemonSettings(cgroupRoot: "../x"),
        DaemonSettings(root: "/"),
    ])
    func whatCannotBeIsRefused(settings: DaemonSettings) {
        #expect(throws: ConfigurationError.self) { try settings.resolved(currentDirectory: "/") }
    }

    @Test func aFlagWinsOverTheFile() throws {
        let file = try ConfigurationFile.parse(
            "root: /from/file\nbridge: br0\nlisten: 127.0.0.1:1\noffline: true\nmaxPods: 7\n"
                + "registryMirrors: {quay.io: 'oci:/file'}\ncrashBackOffMaximum: 90s\n",
            file: "c.yaml")
        let flags = try ServeCommand.parse([
            "--bridge", "br1", "--registry-mirror", "docker.io=oci:/flag", "--crash-back-off", "2s",
        ])
        let settings = try flags.settings(over: file)
        #expect(settings.root == "/from/file")
        #expect(settings.bridge == "br1")
        #expect(settings.isOffline == true && settings.node.maximumPods == 7)
        #expect(settings.registryMirrors.map(\.source) == ["oci:/flag"])
        #expect(settings.crashBackOffInitial == .seconds(2))
        #expect(settings.crashBackOffMaximum == .seconds(90))
    }

    @Test func theFileHasEverySetting() throws {
        let settings = try ConfigurationFile.parse(
            """
            root: /r
            runDir: /run/r
            logDir: /log
            listen: 127.0.0.1:7443
            podCIDR: 10.1.0.0/16
            bridge: br0
            cgroupRoot: pods
            runtime: runc
            registryMirrors:
              docker.io: [http://127.0.0.1:5000, "oci:/images"]
              quay.io: https://mirror.example
            stopPodsOnExit: true
            containerLogMaxSize: 1Mi
            containerLogMaxFiles: 3
            crashBackOffInitial: 1s
            crashBackOffMaximum: 60s
            cniPluginDirs: [/srv/cni]
            cniPluginTimeout: 5s
            logLevel: debug
            """, file: "c.yaml")
        #expect(settings.registryMirrors.map(\.host) == ["docker.io", "docker.io", "quay.io"])
        #expect(settings.registryMirrors.map(\.source).first == "http://127.0.0.1:5000")
        #expect(settings.containerLogMaximumSize == 1 << 20)
        #expect(settings.containerLogMaximumFiles == 3)
        #expect(settings.crashBackOffInitial == .seconds(1))
        #expect(settings.stopPodsOnExit == true)
        #expect(settings.logLevel == "debug")
        let configuration = try settings.resolved(currentDirectory: "/")
        // Whoever tears down runs the same plugins.
        let record = try #require(DaemonRecord(json: DaemonRecord(configuration).json))
        #expect(record.containerRuntime.network.pluginDirectories == ["/srv/cni"])
        #expect(record.containerRuntime.network.pluginTimeLimit == 5)
    }

    @Test func imagesHaveTheKubeletsSettings() throws {
        func images(_ text: String) throws -> DaemonConfiguration {
            try ConfigurationFile.parse(text, file: "c.yaml").resolved(currentDirectory: "/")
        }
        let all = try images(
            """
            registryHosts: /etc/containerd/certs.d
            registryCredentials: /srv/config.json
            offline: true
            maxParallelImagePulls: 4
            imageGCHighThresholdPercent: 70
            imageMinimumGCAge: 5m
            imageMaximumGCAge: 24h
            imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages
            preloadedImagesVerificationAllowlist: [docker.io/library/*]
            """)
        #expect(all.registryHosts == "/etc/containerd/certs.d" && all.isOffline)
        #expect(all.registryCredentials == ["/srv/config.json"])
        #expect(all.images.highThreshold == 70 && all.images.lowThreshold == 70)
        #expect(all.images.minimumAge == 300_000_000_000)
        #expect(all.images.maximumAge == 86_400_000_000_000)
        #expect(all.images.maximumParallelPulls == 4)
        #expect(all.images.verification == .neverAllowlisted)
        #expect(all.images.verificationAllowlist == ["docker.io/library/*"])
        // One after the other, whatever else is said.
        let serial = try images("serializeImagePulls: true\nmaxParallelImagePulls: 4")
        #expect(serial.images.maximumParallelPulls == 1)
        let none = try images("")
        #expect(none.images == ImageSettings() && !none.isOffline)
        #expect(none.registryHosts == "/etc/swiftlet/registries")
        #expect(
            none.registryCredentials
                == ["/var/lib/swiftlet/config.json", "/root/.docker/config.json"])
        for wrong in [
            "imageGCHighThresholdPercent: 50\nimageGCLowThresholdPercent: 60",
            "imageMaximumGCAge: 1m", "imageGCHighThresholdPercent: 101",
            "imagePullCredentialsVerificationPolicy: Sometimes", "serializeImagePulls: 1",
            "preloadedImagesVerificationAllowlist: [1]", "imageMinimumGCAge: 5",
        ] { #expect(throws: ConfigurationError.self, "\(wrong)") { try images(wrong) } }
    }

    @Test(arguments: [
        ("rout: /r", "rout: unknown key"), ("containerLogMaxSize: tiny", "containerLogMaxSize"),
        ("stopPodsOnExit: maybe", "stopPodsOnExit"), ("- a", "expected keys and values"),
        ("registryMirrors: {docker.io: ftp://x}", "registryMirrors"),
        ("cniPluginDirs: [cni]", "cniPluginDirs"), ("cniPluginTimeout: 0.5s", "cniPluginTimeout"),
        ("a: [", "line"),
    ])
    func aBadFileNamesTheKey(text: String, expected: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationFile.parse(text, file: "c.yaml")
        }
        #expect(error?.description.hasPrefix("c.yaml: ") == true)
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: ["docker.io", "=http://x", "docker.io=x", "docker.io=oci:relative"])
    func aBadMirrorIsRefused(text: String) {
        #expect(throws: ConfigurationError.self) { try RegistryMirror(text) }
    }
}
