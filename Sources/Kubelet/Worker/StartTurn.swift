/// The place of a container's start in the order of the Pod's containers.
struct StartTurn: Sendable {
    private let predecessor: AsyncStream<Never>?
    private let ended: AsyncStream<Never>
    private let ending: AsyncStream<Never>.Continuation

    /// - Parameter predecessor: the one to wait for; each has at most one that waits for it.
    init(after predecessor: StartTurn?) {
        self.predecessor = predecessor?.ended
        (ended, ending) = AsyncStream.makeStream(of: Never.self)
    }

    /// Returns when the start before has been made or has failed.
    func wait() async {
        guard let predecessor else { return }
        for await _ in predecessor {}
    }

    func end() {
        ending.finish()
    }
}
