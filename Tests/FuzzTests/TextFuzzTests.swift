import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import NIOCore
import Testing

@testable import APIServer

/// The small languages of the API: selectors, quantities, times, URLs, media types, protobuf.
@Suite("Fuzzing of short texts", .timeLimit(.minutes(60)))
struct TextFuzzTests {
    private static let words = [
        ",", "=", "==", "!=", "!", " in (", " notin (", ")", "(", ">", "<", "\\", "/", "%", "%2",
        "%zz",
        "%00", "%ff", "+", "&", "?", "#", ";", "..", "//", " ", "\u{301}", "é", "E", "e9", "Ki",
        "Ei", "n",
        "m", "-", "+", ".", "0", "99999999999999999999999", "T", "Z", "+14:00", "metadata.name=",
        "q=",
    ]

    @Test func selectorsQuantitiesAndTimes() throws {
        var fuzzer = try Fuzzer("texts", words: Self.words, byLine: true)
        fuzzer.forEach(10_000) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? LabelMatcher(parsing: text).matches(["app": "web"])
            _ = try? FieldSelector(parsing: text, type: .pods).matches(["kind": "Pod"])
            _ =
                NameValidation.qualifiedName(text) + NameValidation.labelValue(text)
                + NameValidation.dns1123Subdomain(text) + NameValidation.environmentVariable(text)
            if let quantity = Quantity(text) {
                #expect(Quantity(quantity.canonical) == quantity, "\(text)")
                _ = quantity.value
                _ = quantity.milliValue
                _ = quantity + quantity
                _ = quantity - quantity
            }
            if let time = Timestamp(text) {
                let printed = time.formatted(fractionDigits: 9)
                #expect(Timestamp(printed) == time, "\(text)")
            }
            _ = MediaType.list(text)
            _ = try? AcceptedForm(accept: text)
            _ = ResourceHandler.nodeName(in: text)
        }
    }

    @Test func urls() throws {
        var fuzzer = try Fuzzer("urls", words: Self.words, byLine: true)
        fuzzer.forEach(6_000) { bytes in
            let target = String(decoding: bytes, as: UTF8.self)
            let request = Request(
                head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: target),
                body: RequestBody(buffer: ByteBuffer()))
            guard let request = try? RESTRequest(request) else { return }
            _ = try? request.query.listOptions()
            _ = try? request.query.logRequest(pod: "web")
            _ = try? request.query.deleteOptions(body: nil)
            _ = request.indent
            _ = request.isLongRunning
            _ = RequestMetrics.verb(of: request) + RequestMetrics.resource(of: request.segments)
            if request.segments.count > 2 {
                _ = ResourcePath(segments: request.segments.dropFirst(2))
            }
        }
    }

    @Test func protobuf() {
        var generator = SeededGenerator(seed: 9)
        // A Namespace named "lab" as kubectl sends it.
        var sample: [UInt8] = [0x6B, 0x38, 0x73, 0x00]
        sample +=
            [0x0A, 0x0F, 0x0A, 0x02] + Array("v1".utf8) + [0x12, 0x09] + Array("Namespace".utf8)
        sample += [0x12, 0x0B, 0x0A, 0x05, 0x0A, 0x03] + Array("lab".utf8)
        sample += [0x12, 0x00, 0x1A, 0x00]
        #expect(
            (try? ProtobufReader.decode(sample))?.value(at: "metadata", "name") == "lab")
        for _ in 0..<Fuzzer.count(20_000) {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let place = Int.random(in: 4..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = .random(in: 0...255, using: &generator)
                case 1 where bytes.count > 8:
                    bytes.removeLast(Int.random(in: 1...3, using: &generator))
                case 2: bytes.insert(.random(in: 0...255, using: &generator), at: place)
                default: bytes[place] |= 0x80
                }
                if bytes.count < 6 { break }
            }
            _ = try? ProtobufReader.decode(bytes)
        }
    }
}
