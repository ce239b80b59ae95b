import Glibc
import KubernetesAPI

/// What the machine has and is, as its Node object tells.
public struct MachineInfo: Sendable, Hashable {
    public var cpuCount: Int
    /// Bytes.
    public var memory: Int64
    public var kernelVersion: String
    public var operatingSystemImage: String
    /// As Go names it: `amd64`, `arm64`.
    public var architecture: String
    public var machineID: String
    public var systemUUID: String
    public var bootID: String
    /// Bytes of huge pages, by the name of their resource: `hugepages-2Mi`.
    public var hugePages: [String: Int64]

    public init(
        cpuCount: Int = 1, memory: Int64 = 0, kernelVersion: String = "",
        operatingSystemImage: String = "", architecture: String = "", machineID: String = "",
        systemUUID: String = "", bootID: String = "", hugePages: [String: Int64] = [:]
    ) {
        self.cpuCount = cpuCount
        self.memory = memory
        self.kernelVersion = kernelVersion
        self.operatingSystemImage = operatingSystemImage
        self.architecture = architecture
        self.machineID = machineID
        self.systemUUID = systemUUID
        self.bootID = bootID
        self.hugePages = hugePages
    }

    /// Reads what the running kernel tells; what cannot be read stays empty.
    public static func current() -> MachineInfo {
        var names = utsname()
        uname(&names)
        let machine = text(of: names.machine)
        return MachineInfo(
            cpuCount: max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1),
            memory: memoryTotal(in: file("/proc/meminfo")),
            kernelVersion: text(of: names.release),
            operatingSystemImage: prettyName(in: file("/etc/os-release")),
            architecture: ["x86_64": "amd64", "aarch64": "arm64"][machine] ?? machine,
            machineID: file("/etc/machine-id"),
            systemUUID: file("/sys/class/dmi/id/product_uuid"),
            bootID: file("/proc/sys/kernel/random/boot_id"), hugePages: HugePages.current())
    }

    /// This machine's name as Kubernetes takes it: lower case.
    public static func hostName() -> String {
        var names = utsname()
        uname(&names)
        return nodeName(of: text(of: names.nodename))
    }

    /// The host's name in lower case, or `localhost` where no Node can be called so: a machine whose
    /// name was never set is called `(none)`.
    static func nodeName(of hostName: String) -> String {
        let name = hostName.lowercased()
        let problems = NameValidation.dns1123Subdomain(name) + NameValidation.labelValue(name)
        return problems.isEmpty ? name : "localhost"
    }

    static func memoryTotal(in meminfo: String) -> Int64 {
        for line in meminfo.split(separator: "\n") where line.hasPrefix("MemTotal:") {
            return (line.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0) * 1024
        }
        return 0
    }

    static func prettyName(in release: String) -> String {
        for line in release.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
            return String(line.dropFirst("PRETTY_NAME=".utf8.count).filter { $0 != "\"" })
        }
        return "Linux"
    }

    private static func file(_ path: String) -> String {
        var text = String(decoding: PodDirectory.read(path, limit: 65536) ?? [], as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func text<Characters>(of characters: Characters) -> String {
        withUnsafeBytes(of: characters) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
