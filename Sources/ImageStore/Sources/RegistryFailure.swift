import AsyncHTTPClient
import Glibc
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Says in words what went wrong with a registry, and what is worth another try.
enum RegistryFailure {
    /// How stores of signed addresses answer to one that has expired.
    static let refusals: Set<UInt> = [400, 401, 403, 410]

    /// An answer that is no success.
    ///
    /// - Parameter elsewhere: where it comes from, if not from the registry itself.
    static func failure(
        _ response: HTTPClientResponse, request: RegistryClient.Request, elsewhere: String? = nil
    ) async -> any Error {
        let said = await message(response)
        let detail = said.map { ": \($0)" } ?? ""
        if let elsewhere, refusals.contains(response.status.code) {
            // The rest of the address may be secret.
            let origin = RegistryURL.origin(elsewhere) ?? ""
            return ImageStoreError(
                .registryUnavailable,
                "\(origin), where \(request.host.endpoint) sends for it, answers "
                    + "\(response.status.code)\(detail)")
        }
        switch response.status.code {
        case 404: return ImageStoreError(.notFound, "not found in \(request.host.endpoint)")
        case 401, 403:
            return ImageStoreError(
                .unauthorized,
                "\(request.host.endpoint) refuses access to \(request.repository)\(detail); the "
                    + "repository does not exist or needs credentials")
        case 429, 500...599:
            let delay = response.headers.first(name: "retry-after").flatMap {
                self.delay($0, now: time(nil))
            }
            return RegistryClient.Interruption(
                reason:
                    "it answers \(response.status.code) \(response.status.reasonPhrase)\(detail)",
                delay: delay, isAnswer: true)
        default:
            return ImageStoreError(
                .registryUnavailable,
                "\(request.host.endpoint) answers \(response.status.code)\(detail)")
        }
    }

    /// What `Retry-After` says (RFC 9110 section 10.2.3): seconds, or a date.
    static func delay(_ text: String, now: time_t) -> Duration? {
        if let seconds = Int64(text) { return .seconds(min(max(seconds, 0), 86_400)) }
        return seconds(date: text).map { .seconds(min(max($0 - Int64(now), 0), 86_400)) }
    }

    /// `Wed, 21 Oct 2015 07:28:00 GMT` in seconds since 1970.
    private static func seconds(date text: String) -> Int64? {
        let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int32(words[1]),
            let month = months.firstIndex(of: words[2]), let year = Int32(words[3])
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int32($0) }
        guard time.count == 3 else { return nil }
        var date = tm()
        (date.tm_year, date.tm_mon, date.tm_mday) = (year - 1900, Int32(month), day)
        (date.tm_hour, date.tm_min, date.tm_sec) = (time[0], time[1], time[2])
        return Int64(timegm(&date))
    }

    /// The message of the specification's error document, if it is one.
    static func message(_ response: HTTPClientResponse) async -> String? {
        guard let body = try? await response.body.collect(upTo: 64 << 10),
            let json = try? JSONValue(parsing: body.readableBytesView),
            let error = json["errors"]?[0]
        else { return nil }
        let text = error["message"]?.stringValue ?? error["code"]?.stringValue
        return text.map { String($0.prefix(200)) }
    }

    /// The error as one that may pass; nil where it will not.
    static func interruption(_ error: any Error) -> RegistryClient.Interruption? {
        switch error {
        case let error as RegistryClient.Interruption: return error
        case let error as NIOConnectionError:
            return RegistryClient.Interruption(reason: reason(error))
        case let error as HTTPClientError:
            return reason(error).map { RegistryClient.Interruption(reason: $0) }
        case let error as IOError:
            return RegistryClient.Interruption(
                reason: String(cString: strerror(error.errnoCode)).lowercased())
        case let error as HTTPParserError where error != .invalidEOFState:
            return RegistryClient.Interruption(reason: "it does not answer in HTTP")
        case is HTTPParserError, is ChannelError:
            return RegistryClient.Interruption(reason: "the connection broke", isAnswer: true)
        case let error as NIOSSLError:
            return RegistryClient.Interruption(reason: "TLS failed: \(Self.reason(error))")
        case let error as BoringSSLError:
            return RegistryClient.Interruption(reason: "TLS failed: \(error)")
        default: return nil
        }
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first {
            guard let io = first.error as? IOError else { return "\(first.error)" }
            return String(cString: strerror(io.errnoCode)).lowercased()
        }
        return "the host name \(error.host) cannot be resolved"
    }

    private static func reason(_ error: NIOSSLError) -> String {
        let text = "\(error)"
        guard text.contains("CERTIFICATE_VERIFY_FAILED") else { return text }
        return
            "its certificate is not signed by an authority that is trusted here; name its own one "
            + "as ca in hosts.toml"
    }

    private static func reason(_ error: HTTPClientError) -> String? {
        switch error {
        case .connectTimeout: "no connection within 10 s"
        case .readTimeout: "it sends nothing any more"
        case .deadlineExceeded: "no answer in time"
        case .remoteConnectionClosed: "the connection broke"
        case .cancelled, .alreadyShutdown: nil
        default: "\(error)"
        }
    }
}
