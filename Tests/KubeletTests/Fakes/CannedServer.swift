import Glibc
import Synchronization

/// A TCP server on 127.0.0.1 that answers each connection with the next of some texts, and keeps
/// what it was asked. An answer of nil says nothing until the server ends.
final class CannedServer: Sendable {
    let port: Int
    private let socket: Int32
    private let state: Mutex<(answers: [String?], requests: [String], open: [Int32])>

    var requests: [String] { state.withLock { $0.requests } }

    init(_ answers: [String?]) throws {
        state = Mutex((answers, [], []))
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw FakeError(description: "no socket") }
        socket = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<CannedServer>.fromOpaque(argument!).takeRetainedValue().serve()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    /// Ends all connections and takes no more.
    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        let open = state.withLock { state in
            defer { state.open = [] }
            return state.open
        }
        for descriptor in open { close(descriptor) }
    }

    private func serve() {
        while true {
            let connection = accept(socket, nil, nil)
            if connection < 0 { break }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(connection, &buffer, buffer.count, 0)
            let answer = state.withLock { state -> String? in
                state.requests.append(String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self))
                return state.answers.isEmpty ? "" : state.answers.removeFirst()
            }
            guard let answer else {
                state.withLock { $0.open.append(connection) }
                continue
            }
            _ = answer.withCString {
                send(connection, $0, answer.utf8.count, Int32(MSG_NOSIGNAL))
            }
            close(connection)
        }
        close(socket)
    }
}
