import ContainerRuntime
import JSON
import KubernetesAPI
import OCI
import Testing

@testable import Kubelet

@Suite struct SecurityContextsTests {
    private func security(
        image user: String = "", _ own: SecurityContext? = nil,
        pod: PodSecurityContext? = nil
    ) throws -> ContainerSecurity {
        let container = KubernetesAPI.Container.named("main") { $0.securityContext = own }
        let pod = Pod.bound(named: "web", [container]) { $0.spec.securityContext = pod }
        return try SecurityContexts.security(
            of: container, in: pod,
            image: ImageConfiguration(json: ["config": ["User": .string(user)]]),
            seccompFolder: "/root/seccomp")
    }

    private func profile(_ type: String, _ file: String? = nil) -> SeccompProfile {
        .with {
            $0.type = SeccompProfileType(rawValue: type)
            $0.localhostProfile = file
        }
    }

    @Test("the container's settings win over the Pod's")
    func precedence() throws {
        let found = try security(
            .with {
                $0.runAsUser = 1
                $0.seccompProfile = profile("Localhost", "audit/own.json")
            },
            pod: .with {
                ($0.runAsUser, $0.runAsGroup) = (2, 3)
                $0.supplementalGroups = [4]
                $0.fsGroup = 5
                $0.seccompProfile = profile("Unconfined")
                $0.supplementalGroupsPolicy = "Strict"
            })
        #expect(found.runAsUser == 1)
        #expect(found.runAsGroup == 3)
        #expect(found.supplementalGroups == [4, 5])
        #expect(found.ignoresImageGroups)
        #expect(found.seccomp == .localhost(path: "/root/seccomp/audit/own.json"))
    }

    @Test("without any setting the default profile applies, and nothing is taken away")
    func defaults() throws {
        let found = try security()
        #expect(found == ContainerSecurity())
        #expect(found.seccomp == .runtimeDefault)
        #expect(try security(.with { $0.allowPrivilegeEscalation = false }).noNewPrivileges)
        #expect(try security(.with { $0.procMount = "Unmasked" }).hasUnmaskedProc)
    }

    @Test(
        "runAsNonRoot, with the kubelet's messages",
        arguments: [
            (
                "", nil,
                "container has runAsNonRoot and image will run as root (pod: \"web_default(uid-web)\", container: main)"
            ),
            (
                "0", nil,
                "container has runAsNonRoot and image will run as root (pod: \"web_default(uid-web)\", container: main)"
            ),
            (
                "app", nil,
                "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: \"web_default(uid-web)\", container: main)"
            ),
            (
                "1000", 0,
                "container's runAsUser breaks non-root policy (pod: \"web_default(uid-web)\", container: main)"
            ),
            ("1000:app", nil, nil), ("", 7, nil),
        ] as [(String, Int64?, String?)])
    func nonRoot(image: String, user: Int64?, expected: String?) {
        let context = SecurityContext.with { ($0.runAsNonRoot, $0.runAsUser) = (true, user) }
        do throws(ContainerConfigurationError) {
            _ = try SecurityContexts.security(
                of: .named("main") { $0.securityContext = context },
                in: .bound(named: "web", [.named("main")]),
                image: ImageConfiguration(json: ["config": ["User": .string(image)]]),
                seccompFolder: "")
            #expect(expected == nil)
        } catch {
            #expect(error.description == expected)
        }
    }

    @Test(
        "AppArmor, on machines with it and without",
        arguments: [
            (nil, false, nil), ("Unconfined", false, nil),
            (
                "RuntimeDefault", false,
                "Cannot enforce AppArmor: AppArmor is not enabled on the host"
            ),
            ("Localhost", false, "Cannot enforce AppArmor: AppArmor is not enabled on the host"),
            ("Localhost", true, nil), ("RuntimeDefault", true, nil),
        ] as [(String?, Bool, String?)])
    func appArmor(type: String?, isEnabled: Bool, expected: String?) {
        let pod = Pod.bound([
            .named("main") {
                guard let type else { return }
                $0.securityContext = .with {
                    $0.appArmorProfile = appArmorProfile(type)
                }
            }
        ])
        #expect(AppArmor.refusal(of: pod, isEnabled: isEnabled) == expected)
    }

    @Test("the container's AppArmor profile wins over the Pod's, and none is not the default one")
    func appArmorProfiles() throws {
        #expect(try security().appArmor == nil)
        let ofPod = PodSecurityContext.with { $0.appArmorProfile = appArmorProfile("Localhost") }
        #expect(try security(pod: ofPod).appArmor == .localhost("mine"))
        for (type, expected) in [
            ("RuntimeDefault", ContainerSecurity.AppArmor.runtimeDefault),
            ("Unconfined", .unconfined),
        ] {
            let own = SecurityContext.with { $0.appArmorProfile = appArmorProfile(type) }
            #expect(try security(own, pod: ofPod).appArmor == expected)
        }
    }

    private func appArmorProfile(_ type: String) -> AppArmorProfile {
        .with {
            $0.type = AppArmorProfileType(rawValue: type)
            $0.localhostProfile = type == "Localhost" ? "mine" : nil
        }
    }
}
