// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `PodLogOptions` of core/v1.
public struct PodLogOptions: APIType {
    public var kind = ""
    public var apiVersion = ""
    public var container = ""
    public var follow = false
    public var previous = false
    public var sinceSeconds: Int64?
    public var sinceTime: Timestamp?
    public var timestamps = false
    public var tailLines: Int64?
    public var limitBytes: Int64?
    public var insecureSkipTLSVerifyBackend = false
    public var stream: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiVersion = fields.read("apiVersion")
        container = fields.read("container")
        follow = fields.read("follow")
        previous = fields.read("previous")
        sinceSeconds = fields.read("sinceSeconds")
        sinceTime = fields.read("sinceTime")
        timestamps = fields.read("timestamps")
        tailLines = fields.read("tailLines")
        limitBytes = fields.read("limitBytes")
        insecureSkipTLSVerifyBackend = fields.read("insecureSkipTLSVerifyBackend")
        stream = fields.read("stream")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 12)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("container", container)
        fields.putUnlessZero("follow", follow)
        fields.putUnlessZero("previous", previous)
        fields.putIfSet("sinceSeconds", sinceSeconds)
        fields.putIfSet("sinceTime", sinceTime)
        fields.putUnlessZero("timestamps", timestamps)
        fields.putIfSet("tailLines", tailLines)
        fields.putIfSet("limitBytes", limitBytes)
        fields.putUnlessZero("insecureSkipTLSVerifyBackend", insecureSkipTLSVerifyBackend)
        fields.putIfSet("stream", stream)
        return fields.object
    }
}
