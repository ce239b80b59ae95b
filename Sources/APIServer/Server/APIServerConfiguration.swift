import AccessControl
import Logging
import NIOPosix

/// Where the API server listens and keeps its files.
public struct APIServerConfiguration: Sendable {
    /// Address or host name of the TLS port.
    public var host: String
    /// TCP port; 0 takes a free one.
    public var port: Int
    /// An address of this machine that only Pods reach; the TLS port is on it too. Nil for none.
    public var podAddress: String?
    /// Absolute path of the plain-text socket; its folder must exist. At most 100 bytes, for the
    /// kernel's limit on socket paths is 107.
    public var socketPath: String
    /// Absolute path of the folder that gets `pki/` and `kubeconfig`; must exist.
    public var stateDirectory: String
    /// Swiftlet's own version, `0.1.0`.
    public var version: String
    /// Largest request body in bytes; kube-apiserver's limit is the same.
    public var maximumBodySize = 3 * 1024 * 1024
    /// How long a client may take for the TLS handshake.
    public var handshakeTimeout: Duration = .seconds(10)
    /// How long a client may leave an answer unread that does not fit the buffers on the way.
    public var stalledClientTimeout: Duration = .seconds(120)
    /// How long a connection may be without a request, and a request without going on before it has
    /// all come. What is answered is not counted: a watch or a stream may be silent.
    public var idleTimeout: Duration = .seconds(90)
    /// How long an HTTP/2 connection may be without a request.
    public var idleConnectionTimeout: Duration = .seconds(300)
    /// How long a stream may carry nothing, pings included, before it is ended; 0 for any time. The
    /// kubelet's default.
    public var streamIdleTimeout: Duration = .seconds(4 * 3600)
    /// Requests that read and are answered at the same time, watches and logs apart;
    /// kube-apiserver's number, as the next one.
    public var maximumReadsInFlight = 400
    /// Requests that write and are answered at the same time.
    public var maximumWritesInFlight = 200
    /// How long requests may still take after the shutdown began.
    public var shutdownGrace: Duration = .seconds(1)

    public init(
        host: String = "127.0.0.1", port: Int = 6443, podAddress: String? = nil,
        socketPath: String, stateDirectory: String, version: String
    ) {
        self.host = host
        self.port = port
        self.podAddress = podAddress
        self.socketPath = socketPath
        self.stateDirectory = stateDirectory
        self.version = version
    }

    /// The host as a client on this machine writes it in a URL.
    var clientHost: String {
        switch host {
        case "0.0.0.0": "127.0.0.1"
        case "::": "[::1]"
        case _ where host.contains(":"): "[\(host)]"
        default: host
        }
    }
}

extension APIServerConfiguration {
    /// Reads the server's certificates, and makes those that are missing or near their end.
    ///
    /// - Throws: `PrivateFileError` or an error of libcrypto.
    public func makePKI(logger: Logger) async throws -> PKI {
        // Writes to disk, at a first start: not a matter for the threads that tasks share.
        try await NIOThreadPool.singleton.runIfActive { [self] in
            try PKI(
                directory: stateDirectory + "/pki",
                serverNames: ServerNames.all(listening: host, podAddress: podAddress),
                logger: logger)
        }
    }
}
