import Glibc
import Synchronization

/// An HTTP server on a unix socket that answers every request as a closure says.
final class FakeServer: Sendable {
    struct Request: Sendable, Hashable {
        /// `GET /version`
        var line: String
        /// In lower case.
        var head: String
        var body: String
    }

    /// What the server does with the connection.
    enum Answer: Sendable {
        case status(Int, headers: [String] = [], body: String)
        /// A chunked body; cut off in the middle unless complete.
        case chunks([String], isComplete: Bool)
    }

    let path: String
    private let listener: CInt
    private let received = Mutex<[Request]>([])

    var requests: [Request] { received.withLock { $0 } }

    init(_ answer: @escaping @Sendable (Request) -> Answer) {
        path = "/tmp/swiftlet-fake-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        precondition(isBound == 0 && listen(listener, 8) == 0)
        let thread = Thread { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                serve(connection, answer)
                close(connection)
            }
        }
        thread.start()
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        unlink(path)
    }

    private func serve(_ connection: CInt, _ answer: (Request) -> Answer) {
        guard let request = readRequest(connection) else { return }
        received.withLock { $0.append(request) }
        switch answer(request) {
        case .status(let code, let headers, let body):
            let lines = ["HTTP/1.1 \(code) X", "Content-Length: \(body.utf8.count)"] + headers
            send((lines + ["Connection: close", "", body]).joined(separator: "\r\n"), connection)
        case .chunks(let chunks, let isComplete):
            send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
                connection)
            for chunk in chunks {
                send("\(String(chunk.utf8.count, radix: 16))\r\n\(chunk)\r\n", connection)
            }
            if isComplete { send("0\r\n\r\n", connection) }
        }
    }

    private func readRequest(_ connection: CInt) -> Request? {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let parts = text.split(
                separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 {
                let head = parts[0].lowercased()
                let length = head.split(separator: "\r\n")
                    .first { $0.hasPrefix("content-length: ") }
                    .flatMap { Int($0.dropFirst("content-length: ".count)) }
                if parts[1].utf8.count >= length ?? 0 {
                    let line = parts[0].split(separator: "\r\n").first ?? ""
                    return Request(
                        line: String(line.dropLast(" HTTP/1.1".count)), head: head,
                        body: String(parts[1]))
                }
            }
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    private func send(_ text: String, _ connection: CInt) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

/// A detached POSIX thread.
private struct Thread {
    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    private let body: Body

    init(_ run: @escaping () -> Void) {
        body = Body(run)
    }

    func start() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            {
                Unmanaged<Body>.fromOpaque($0!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(body).toOpaque())
        pthread_detach(thread)
    }
}
