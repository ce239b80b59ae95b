import JSON
import KubernetesAPI
import KubernetesClient

extension QueryParameters {
    /// The members of `PodLogOptions`.
    ///
    /// - Parameter pod: the Pod's name, for messages.
    /// - Throws: `APIError`: 422 in the API server's words for values out of range.
    func logRequest(pod: String) throws(APIError) -> LogRequest {
        let any = Int64.min...Int64.max
        var request = LogRequest(
            container: self["container"], follow: flag("follow"),
            previous: flag("previous"), sinceSeconds: try integer("sinceSeconds", any),
            sinceTime: self["sinceTime"], timestamps: flag("timestamps"),
            tailLines: try integer("tailLines", any), limitBytes: try integer("limitBytes", any))
        let errors = errors(request)
        let type = ResourceType(
            group: "", kind: "PodLogOptions", plural: "", singular: "", namespaced: true)
        if let error = APIError.invalid(type, name: pod, errors) { throw error }
        request.stream = self["stream"].flatMap(LogStream.init) ?? .all
        return request
    }

    /// pkg/apis/core/validation: ValidatePodLogOptions. Kubernetes forbids the last lines of one
    /// stream "for now"; they can be had here.
    private func errors(_ request: LogRequest) -> [FieldError] {
        var errors: [FieldError] = []
        if let lines = request.tailLines, lines < 0 {
            errors.append(
                .invalid("tailLines", .integer(lines), "must be greater than or equal to 0"))
        }
        if let bytes = request.limitBytes, bytes < 1 {
            errors.append(.invalid("limitBytes", .integer(bytes), "must be greater than 0"))
        }
        if request.sinceSeconds != nil, request.sinceTime != nil {
            let detail = "at most one of `sinceTime` or `sinceSeconds` may be specified"
            errors.append(.forbidden("", detail))
        } else if let seconds = request.sinceSeconds, seconds < 1 {
            errors.append(.invalid("sinceSeconds", .integer(seconds), "must be greater than 0"))
        }
        if let stream = self["stream"], LogStream(rawValue: stream) == nil {
            let streams = LogStream.allCases.map(\.rawValue)
            errors.append(.notSupported("stream", .string(stream), supported: streams))
        }
        return errors
    }
}
