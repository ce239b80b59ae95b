import OCI
import Synchronization

/// Keeps account of the layers of one pull.
final class LayerTally: Sendable {
    private let layers: Mutex<[ImagePullProgress.Layer]>
    private let observer: @Sendable (ImagePullProgress) -> Void

    /// - Parameters:
    ///   - missing: the indices of the layers that are not there yet.
    init(
        _ layers: [Descriptor], missing: [Int],
        observer: @escaping @Sendable (ImagePullProgress) -> Void
    ) {
        let missing = Set(missing)
        self.layers = Mutex(
            layers.indices.map { index in
                let isMissing = missing.contains(index)
                let size = layers[index].size
                return ImagePullProgress.Layer(
                    digest: layers[index].digest, state: isMissing ? .waiting : .present,
                    completedBytes: isMissing ? 0 : size, totalBytes: size)
            })
        self.observer = observer
    }

    func update(_ layer: Digest, _ state: ImagePullProgress.Layer.State, _ bytes: Int64) {
        change(layer) {
            $0.completedBytes = bytes
            $0.state = bytes >= $0.totalBytes ? .unpacking : state
        }
    }

    func finish(_ layer: Digest) {
        change(layer) {
            $0.completedBytes = $0.totalBytes
            $0.state = .done
        }
    }

    private func change(_ layer: Digest, _ body: (inout ImagePullProgress.Layer) -> Void) {
        let layers = layers.withLock { layers in
            for index in layers.indices
            where layers[index].digest == layer && layers[index].state != .done {
                body(&layers[index])
            }
            return layers
        }
        observer(Self.progress(layers))
    }

    private static func progress(_ layers: [ImagePullProgress.Layer]) -> ImagePullProgress {
        let wanted = layers.filter { $0.state != .present }
        let current =
            wanted.first { $0.state == .downloading } ?? wanted.first { $0.state == .unpacking }
        return ImagePullProgress(
            step: current.map { "\($0.state == .unpacking ? "unpacking" : "layer") \($0.digest)" }
                ?? "finishing",
            completedBytes: wanted.reduce(0) { $0 + $1.completedBytes },
            totalBytes: wanted.reduce(0) { $0 + $1.totalBytes }, layers: layers)
    }
}
