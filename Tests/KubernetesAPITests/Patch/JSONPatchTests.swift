import JSON
import KubernetesAPI
import Testing

@Suite struct JSONPatchTests {
    private static let document = #"{"a":{"b":[1,2,3]},"m~n":{"x/y":1},"s":"t"}"#

    @Test(arguments: [
        (#"[]"#, #"{"a":{"b":[1,2,3]},"m~n":{"x/y":1},"s":"t"}"#),
        (
            #"[{"op":"add","path":"/a/b/1","value":9}]"#,
            #"{"a":{"b":[1,9,2,3]},"m~n":{"x/y":1},"s":"t"}"#
        ),
        (
            #"[{"op":"add","path":"/a/b/-","value":9}]"#,
            #"{"a":{"b":[1,2,3,9]},"m~n":{"x/y":1},"s":"t"}"#
        ),
        (
            #"[{"op":"add","path":"/a/c","value":null}]"#,
            #"{"a":{"b":[1,2,3],"c":null},"m~n":{"x/y":1},"s":"t"}"#
        ),
        (
            #"[{"op":"remove","path":"/a/b/0"},{"op":"remove","path":"/s"}]"#,
            #"{"a":{"b":[2,3]},"m~n":{"x/y":1}}"#
        ),
        (
            #"[{"op":"replace","path":"/m~0n/x~1y","value":2}]"#,
            #"{"a":{"b":[1,2,3]},"m~n":{"x/y":2},"s":"t"}"#
        ),
        (
            #"[{"op":"move","from":"/a/b","path":"/b"}]"#,
            #"{"a":{},"b":[1,2,3],"m~n":{"x/y":1},"s":"t"}"#
        ),
        (
            #"[{"op":"copy","from":"/s","path":"/a/b/0"}]"#,
            #"{"a":{"b":["t",1,2,3]},"m~n":{"x/y":1},"s":"t"}"#
        ),
        (
            #"[{"op":"test","path":"/a/b","value":[1,2,3]},{"op":"replace","path":"","value":{}}]"#,
            #"{}"#
        ),
        (#"[{"op":"test","path":"/none","value":null}]"#, document),
        // As kube-apiserver's library has it, beyond the RFC.
        (
            #"[{"op":"replace","path":"/a/c","value":1},{"op":"remove","path":"/a/b/-1"}]"#,
            #"{"a":{"b":[1,2],"c":1},"m~n":{"x/y":1},"s":"t"}"#
        ),
        (
            #"[{"op":"add","path":"/a/b/-1","value":9},{"op":"add","path":"/n"}]"#,
            #"{"a":{"b":[1,2,3,9]},"m~n":{"x/y":1},"n":null,"s":"t"}"#
        ),
    ])
    func applies(_ patch: String, _ expected: String) throws {
        let result = try JSONPatch.apply(
            JSONValue(parsing: patch), to: JSONValue(parsing: Self.document))
        #expect(result.serialized() == expected)
    }

    @Test(arguments: [
        (#"[{"op":"test","path":"/s","value":"x"}]"#, 422),
        (#"[{"op":"remove","path":"/none"}]"#, 422),
        (#"[{"op":"replace","path":"/none/x","value":1}]"#, 422),
        (#"[{"op":"replace","path":"/a/b/3","value":1}]"#, 422),
        (#"[{"op":"add","path":"/none/x","value":1}]"#, 422),
        (#"[{"op":"add","path":"/a/b/4","value":1}]"#, 422),
        (#"[{"op":"add","path":"/a/b/01","value":1}]"#, 422),
        (#"[{"op":"remove","path":"/a/b/-4"}]"#, 422),
        (#"[{"op":"add","path":"/s/x","value":1}]"#, 422),
        (#"[{"op":"remove","path":"/a/b/-"}]"#, 422),
        (#"[{"op":"move","from":"/a","path":"/a/b"}]"#, 422),
        (#"[{"op":"add","path":"x","value":1}]"#, 422), (#"[{"op":"add"}]"#, 422),
        (#"[{"op":"jump","path":"/x"}]"#, 422), (#"[{"path":"/x"}]"#, 422), (#"{}"#, 400),
        (#"[1]"#, 400),
    ])
    func refuses(_ patch: String, _ code: Int) {
        let error = #expect(throws: APIError.self) {
            try JSONPatch.apply(JSONValue(parsing: patch), to: JSONValue(parsing: Self.document))
        }
        #expect(error?.code == code)
    }

    @Test func wordsRefusalsAsKubernetes() {
        let error = #expect(throws: APIError.self) {
            try JSONPatch.apply(
                [["op": "test", "path": "/s", "value": "x"]], to: ["s": "t"])
        }
        #expect(error?.message == "the server rejected our request due to an error in our request")
        #expect(error?.reason == "Invalid")
        #expect(
            error?.details?["causes"]?[0]?["message"] == "testing value /s failed: test failed")
        let many = #expect(throws: APIError.self) {
            let operation: JSONValue = ["op": "test", "path": "/s", "value": "t"]
            return try JSONPatch.apply(
                .array(Array(repeating: operation, count: 10_001)), to: ["s": "t"])
        }
        #expect(many?.code == 413)
        #expect(
            many?.message
                == "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"
        )
    }

    @Test(arguments: ["/x/-", "/x"])
    func boundsCopies(_ path: String) {
        let copy: JSONValue = ["op": "copy", "from": "", "path": .string(path)]
        let error = #expect(throws: APIError.self) {
            try JSONPatch.apply(.array(Array(repeating: copy, count: 300)), to: ["x": []])
        }
        #expect(error?.code == 422)
    }

    /// The examples of RFC 7386, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#), (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"a":1,"e":null}"#),
        (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    ])
    func mergePatch(_ original: String, _ patch: String, _ expected: String) throws {
        let result = MergePatch.apply(
            try JSONValue(parsing: patch), to: try JSONValue(parsing: original))
        #expect(result.serialized() == expected)
    }
}
