import Glibc

/// Why the API server does not start.
public enum APIServerError: Error, Hashable, Sendable, CustomStringConvertible {
    case addressInUse(String)
    case addressNotAvailable(String)
    case socketInUse(String)
    case socketPathTooLong(String)
    case cannotListen(address: String, errno: Int32)
    case cannotResolve(host: String)

    public var description: String {
        switch self {
        case .addressInUse(let address):
            "address \(address) is already in use: end the process that listens there, or choose "
                + "another with --listen HOST:PORT"
        case .addressNotAvailable(let address):
            "no network interface of this machine has the address \(address): choose another with "
                + "--listen HOST:PORT"
        case .socketInUse(let path):
            "another daemon answers on \(path): end it first, or choose another folder with --run-dir"
        case .socketPathTooLong(let path):
            "the socket path \(path) is longer than the 100 bytes it may have: choose a shorter "
                + "folder with --run-dir"
        case .cannotListen(let address, let errno):
            "cannot listen on \(address): \(String(cString: strerror(errno)))"
        case .cannotResolve(let host):
            "cannot find the address of host \"\(host)\": give an address with --listen HOST:PORT"
        }
    }
}
