import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

extension ConnectionError {
    /// What an error of the HTTP client means to its user.
    init(_ error: any Error, server: ServerAddress) {
        self.init(server: server.display, isLocal: server.isLocal, cause: Cause(error))
    }

    /// What an error within an answer's body means: whatever ended the body, it is not whole.
    init(withinBody error: any Error, server: ServerAddress) {
        var cause = Cause(error)
        if case .other = cause, !(error is NIOTooManyBytesError) { cause = .interrupted }
        self.init(server: server.display, isLocal: server.isLocal, cause: cause)
    }
}

extension ConnectionError.Cause {
    init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError: self.init(connection: error)
        case let error as IOError: self.init(errno: error.errnoCode)
        case let error as NIOSSLError: self.init(tls: error)
        case let error as HTTPClientError: self.init(client: error)
        case is ChannelError, is NIOSSLExtraError, is BoringSSLError:
            self = .untrusted("\(error)")
        default: self = .other("\(error)")
        }
    }

    private init(connection error: NIOConnectionError) {
        if let failure = error.connectionErrors.first {
            self.init(failure.error)
        } else {
            self = .unknownHost
        }
    }

    private init(errno code: CInt) {
        switch code {
        // A socket file that is not there is a daemon that was never started.
        case ECONNREFUSED, ENOENT: self = .refused
        case EACCES, EPERM: self = .permissionDenied
        case ETIMEDOUT: self = .timedOut
        case ECONNRESET, EPIPE: self = .interrupted
        default: self = .other(String(cString: strerror(code)))
        }
    }

    private init(tls error: NIOSSLError) {
        switch error {
        case .uncleanShutdown: self = .interrupted
        case .handshakeFailed(let reason): self = .untrusted("the TLS handshake failed (\(reason))")
        case .unableToValidateCertificate:
            self = .untrusted("its certificate is for another name or from another authority")
        default: self = .untrusted("\(error)")
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout, .deadlineExceeded, .readTimeout, .writeTimeout,
            .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
            self = .timedOut
        case .remoteConnectionClosed, .uncleanShutdown: self = .interrupted
        default: self = .other(error.description)
        }
    }
}
