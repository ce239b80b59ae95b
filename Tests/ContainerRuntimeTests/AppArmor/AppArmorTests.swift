import Testing

@testable import ContainerRuntime

@Suite struct AppArmorTests {
    private static let own = DefaultAppArmorProfile.name
    private static let host = AppArmorHost(isEnabled: true, parser: "/sbin/apparmor_parser")

    private func choose(
        _ wanted: ContainerSecurity.AppArmor?, privileged: Bool = false,
        host: AppArmorHost = host, loaded: Set<String> = ["mine", "unconfined"]
    ) throws(RuntimeError) -> AppArmorChoice {
        try AppArmorChoice.choose(wanted, privileged: privileged, host: host, loaded: loaded)
    }

    @Test("a container gets what it names, and the default profile where it names none")
    func choices() throws {
        #expect(try choose(nil) == .swiftletDefault)
        #expect(try choose(.runtimeDefault) == .swiftletDefault)
        #expect(try choose(.unconfined) == .unconfined)
        #expect(try choose(.localhost("mine")) == .localhost("mine"))
        #expect(try choose(.localhost(Self.own)) == .swiftletDefault, "it is loaded when needed")
    }

    @Test("a privileged container has a profile only where it names one of the machine's")
    func privileged() throws {
        #expect(try choose(nil, privileged: true) == .unconfined)
        #expect(try choose(.runtimeDefault, privileged: true) == .unconfined)
        #expect(try choose(.localhost("mine"), privileged: true) == .localhost("mine"))
    }

    @Test("a profile that is not loaded is told by its name")
    func notLoaded() {
        #expect(
            throws: RuntimeError.appArmor(
                "apparmor profile not found other: load it with apparmor_parser")
        ) {
            try choose(.localhost("other"))
        }
    }

    @Test("without apparmor_parser only those run that do not ask for the default profile")
    func noParser() throws {
        let host = AppArmorHost(isEnabled: true)
        #expect(try choose(nil, host: host) == .unconfinedWithoutParser)
        #expect(try choose(nil, privileged: true, host: host) == .unconfined)
        #expect(try choose(.localhost("mine"), host: host) == .localhost("mine"))
        for wanted in [ContainerSecurity.AppArmor.runtimeDefault, nil] {
            #expect(try choose(wanted, host: host, loaded: [Self.own]) == .swiftletDefault)
        }
        #expect(
            throws: RuntimeError.appArmor(
                "apparmor is not supported: apparmor_parser is missing, install apparmor")
        ) {
            try choose(.runtimeDefault, host: host)
        }
    }

    @Test("without AppArmor nothing is said of profiles, and none can be had")
    func notEnabled() throws {
        let host = AppArmorHost(isEnabled: false)
        #expect(try choose(nil, host: host, loaded: []) == AppArmorChoice.none)
        #expect(try choose(.unconfined, host: host, loaded: []) == AppArmorChoice.none)
        for wanted in [ContainerSecurity.AppArmor.runtimeDefault, .localhost("mine")] {
            #expect(
                throws: RuntimeError.appArmor(
                    "apparmor is not supported: the kernel does not enforce profiles")
            ) {
                try choose(wanted, host: host, loaded: [])
            }
        }
    }

    @Test("names of profiles may have blanks and parentheses")
    func names() {
        let text = """
            swiftlet-default (enforce)
            /usr/bin/man (complain)
            libreoffice (old) (kill)
            :lxd-one:docker-default (enforce)

            """
        #expect(
            AppArmorHost.names(in: text) == [
                "swiftlet-default", "/usr/bin/man", "libreoffice (old)", ":lxd-one:docker-default",
            ])
        #expect(AppArmorHost.names(in: "").isEmpty)
    }

    @Test("the profile is for what AppArmor 3.0 mediates, where that is described")
    func text() {
        #expect(DefaultAppArmorProfile.text(hasABI: true).hasPrefix("abi <abi/3.0>,\n\nprofile "))
        let text = DefaultAppArmorProfile.text(hasABI: false)
        #expect(text.hasPrefix("profile swiftlet-default flags=(attach_disconnected"))
        #expect(text.contains("  signal (send) peer=swiftlet-default,\n"))
        #expect(text.hasSuffix("}\n"))
    }

    @Test("what the parser says first is the reason")
    func reason() {
        func reason(_ text: String) -> String {
            AppArmorProfiles.reason(Array(text.utf8), 1)
        }
        #expect(
            reason("AppArmor parser error at line 16: syntax error\nmore\n")
                == "AppArmor parser error at line 16: syntax error")
        #expect(reason("") == "it ended with status 1")
    }
}
