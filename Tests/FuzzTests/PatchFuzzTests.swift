import JSON
import KubernetesAPI
import Testing

/// Patches made of anything, applied to an object.
@Suite("Fuzzing of patches", .timeLimit(.minutes(60)))
struct PatchFuzzTests {
    private static let words = [
        "null", "\"$patch\":\"delete\",", "\"$patch\":\"replace\",", "\"$retainKeys\":[\"name\"],",
        "\"$setElementOrder/containers\":[{\"name\":\"main\"}],",
        "\"$deleteFromPrimitiveList/args\":[\"a\"],",
        "\"op\":\"move\",", "\"op\":\"copy\",", "\"from\":\"/spec\",",
        "\"path\":\"/spec/containers/-\",",
        "/0", "/-", "~0", "~1", "~", "{}", "[]", "\"name\":\"main\",", "-1", "99999999999999999999",
    ]

    private func pod() throws -> JSONValue {
        try JSONValue(
            parsing: #"""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","labels":{"a":"b"},
                "finalizers":["x/y"]},"spec":{"containers":[{"name":"main","image":"busybox",
                "args":["a","b"],"env":[{"name":"A","value":"1"}],"ports":[{"containerPort":80}]},
                {"name":"side","image":"nginx"}],"tolerations":[{"key":"k"}],"nodeSelector":{"a":"b"}}}
                """#)
    }

    @Test func patches() throws {
        let pod = try pod()
        var fuzzer = try Fuzzer("patches", words: Self.words, byLine: true)
        fuzzer.forEach(4_000) { bytes in
            guard let patch = try? JSONValue(parsing: bytes) else { return }
            if let patched = try? JSONPatch.apply(patch, to: pod) { checkPrintable(patched) }
            let merged = MergePatch.apply(patch, to: pod)
            checkPrintable(merged)
            #expect(MergePatch.apply(patch, to: merged) == merged, "\(patch.serialized())")
            if let patched = try? StrategicMergePatch.apply(patch, to: pod, kind: "Pod") {
                checkPrintable(patched)
            }
        }
    }

    private func checkPrintable(_ value: JSONValue) {
        #expect((try? JSONValue(parsing: value.serializedBytes())) == value)
    }
}
