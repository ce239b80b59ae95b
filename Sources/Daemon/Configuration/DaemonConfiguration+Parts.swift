import APIServer
import ContainerRuntime
import Glibc
import ImageStore
import Kubelet
import LinuxSystem
import Logging

/// What each part of the daemon is told.
extension DaemonConfiguration {
    /// - Parameter podGateway: the address of this machine that only Pods reach.
    func apiServer(podGateway: String?) -> APIServerConfiguration {
        var configuration = APIServerConfiguration(
            host: listenHost, port: listenPort, podAddress: podGateway,
            socketPath: runDirectory + "/swiftlet.sock", stateDirectory: root,
            version: DaemonVersion.swiftlet)
        configuration.streamIdleTimeout = streamIdleTimeout
        return configuration
    }

    var containerRuntime: RuntimeConfiguration { DaemonRecord(self).containerRuntime }

    func imageStore(_ logger: Logger) throws -> ImageStoreConfiguration {
        var mirrors: [String: [MirrorSource]] = [:]
        for mirror in registryMirrors {
            mirrors[mirror.host, default: []].append(try MirrorSource(parsing: mirror.source))
        }
        return ImageStoreConfiguration(
            root: root, mirrors: mirrors, credentialFiles: registryCredentials,
            hostsFolder: registryHosts,
            proxy: ProxySettings { name in getenv(name).map { String(cString: $0) } },
            isOffline: isOffline, logger: logger)
    }

    func kubelet(nodeName: String, machine: MachineInfo) -> KubeletConfiguration {
        KubeletConfiguration(
            nodeName: nodeName, root: root, logDirectory: logDirectory,
            hostIPs: HostAddresses.current(excluding: [bridge]), machine: machine,
            version: DaemonVersion.swiftlet,
            crashBackOff: BackOffSettings(
                initial: crashBackOffInitial, maximum: crashBackOffMaximum),
            images: images, tokenRefresh: tokenRefresh,
            logMaximumSize: containerLogMaximumSize, logMaximumFiles: containerLogMaximumFiles,
            node: node)
    }
}

extension DaemonRecord {
    var containerRuntime: RuntimeConfiguration {
        var network = NetworkConfiguration(
            configurationDirectory: root + "/cni/net.d",
            pluginDirectories: cniPluginDirectories, stateDirectory: root + "/cni",
            bridge: bridge, podCIDR: podCIDR)
        network.pluginTimeLimit = cniPluginTimeLimit
        return RuntimeConfiguration(
            runDirectory: runDirectory, cgroupRoot: cgroupRoot, monitorPath: Self.monitorPath,
            ociRuntime: runtime, handlers: runtimeHandlers,
            network: network)
    }

    /// swiftlet-monitor stands beside this program.
    private static var monitorPath: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "swiftlet-monitor" }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }
            + "/swiftlet-monitor"
    }
}
