import JSON
import Testing

@testable import ObjectStore

@Suite struct VersionedTextTests {
    @Test(arguments: [
        #"{"metadata":{"name":"a"}}"#,
        #"{"metadata":{}}"#,
        #"{"data":{"metadata":"{\"metadata\":{}}"},"kind":"ConfigMap","metadata":{"name":"a"}}"#,
        #"{"data":{"x":["metadata",{"metadata":{"y":1}}]},"metadata":{"name":"\"\\"}}"#,
        #"{"data":{"a":"\\","b":"\"metadata\":{","c":"\\\"","d":"\\\\"},"metadata":{"name":"x"}}"#,
        #"{"a":"metadata","metadata":{"annotations":{"metadata":"{}"}},"spec":{"metadata":{}}}"#,
    ])
    func theVersionStandsInTheMetadata(body: String) throws {
        let text = VersionedText.make(Array(body.utf8), version: 41)
        var expected = try JSONValue(parsing: body)
        expected.set("41", at: "metadata", "resourceVersion")
        var duplicates: [String] = []
        #expect(try JSONValue(parsing: text, duplicates: &duplicates) == expected)
        #expect(duplicates.isEmpty)
    }

    @Test(arguments: [
        #"{}"#, #"{"value":1}"#, #"["metadata",{"metadata":{}}]"#, #"{"metadata":null}"#,
    ])
    func anObjectWithoutMetadataStaysAsItIs(body: String) {
        #expect(VersionedText.make(Array(body.utf8), version: 41) == Array(body.utf8))
    }
}
