import Kubelet
import KubernetesAPI
import KubernetesClient

/// The kubelet's events, written as `Event` objects.
struct RecordedPodEvents: PodEventSink {
    let recorder: EventRecorder

    func record(
        _ object: ObjectReference, type: String, reason: String, message: String,
        annotations: [String: String]
    ) {
        recorder.record(
            type == "Warning" ? .warning : .normal, reason: reason, message: message, about: object,
            annotations: annotations)
    }
}
