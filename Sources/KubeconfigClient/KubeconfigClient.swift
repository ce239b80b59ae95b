import AsyncHTTPClient
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1

/// The Kubernetes API of a server that is reached over HTTP: the local daemon or any cluster.
public final class KubeconfigClient: Sendable {
    /// The server that the client talks to.
    public let server: ServerAddress
    private let http: HTTPClient
    private let baseURL: String

    /// The longest answer that is taken into memory: 1 GiB.
    private static let answerLimit = 1 << 30

    private init(_ server: ServerAddress) throws {
        self.server = server
        baseURL = server.baseURL
        http = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: try server.httpConfiguration())
    }

    /// Runs `body` with a client whose connections close when it returns.
    ///
    /// - Throws: `KubeconfigError` for a certificate that cannot be read, and what `body` throws.
    public static func connected<Result>(
        to server: ServerAddress, _ body: (KubeconfigClient) async throws -> Result
    ) async throws -> Result {
        let client = try KubeconfigClient(server)
        do {
            let result = try await body(client)
            try? await client.http.shutdown()
            return result
        } catch {
            try? await client.http.shutdown()
            throw error
        }
    }
}

// MARK: - Requests

extension KubeconfigClient {
    /// Sends a request and waits for the head of the answer.
    ///
    /// - Throws: `APIError` for a refusal, `ConnectionError` for no answer.
    ///
    /// - Parameter upload: a body that is sent as it comes, instead of the call's own.
    func open(
        _ call: APICall, upload: HTTPClientRequest.Body? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: baseURL + call.target)
        request.method = HTTPMethod(rawValue: call.method.rawValue)
        request.headers.add(name: "Accept", value: call.accept)
        request.headers.add(name: "User-Agent", value: "swiftlet")
        if let token = server.token {
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        if let upload {
            request.headers.add(name: "Content-Type", value: call.contentType)
            request.body = upload
        } else if let body = call.body {
            request.headers.add(name: "Content-Type", value: call.contentType)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do {
            response = try await http.execute(request, deadline: .distantFuture)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ConnectionError(error, server: server)
        }
        guard (200..<300).contains(response.status.code) else {
            throw try await refusal(response)
        }
        return response
    }

    /// Sends a request and takes in the whole answer.
    func bytes(
        _ call: APICall, upload: HTTPClientRequest.Body? = nil
    ) async throws -> (bytes: [UInt8], warnings: [String]) {
        let response = try await open(call, upload: upload)
        let buffer = try await collect(response)
        return (Array(buffer.readableBytesView), WarningHeader.texts(response.headers["Warning"]))
    }

    /// Sends a request whose answer is JSON.
    func json(_ call: APICall, onWarning: (@Sendable (String) -> Void)? = nil) async throws
        -> JSONValue
    {
        let (bytes, warnings) = try await bytes(call)
        if let onWarning { warnings.forEach(onWarning) }
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw ConnectionError(error, server: server)
        }
    }

    private func collect(_ response: HTTPClientResponse) async throws -> ByteBuffer {
        do {
            return try await response.body.collect(upTo: Self.answerLimit)
        } catch {
            throw ConnectionError(withinBody: error, server: server)
        }
    }

    private func refusal(_ response: HTTPClientResponse) async throws -> APIError {
        let code = Int(response.status.code)
        let buffer = try await collect(response)
        if let status = try? JSONValue(parsing: buffer.readableBytesView),
            status["kind"] == "Status"
        {
            return APIError(status: status, code: code)
        }
        let text = String(buffer: buffer).split(separator: "\n").first.map(String.init) ?? ""
        return APIError(
            code: code, reason: "",
            message: text.isEmpty ? "the server answered \(response.status)" : text)
    }
}
