import NIOCore

/// The bytes to a client whose connection speaks something other than HTTP now. Bound to its event
/// loop.
protocol ByteLine: AnyObject {
    var eventLoop: any EventLoop { get }
    /// False while a client does not read; what is written then takes memory.
    var isWritable: Bool { get }
    func write(_ bytes: ByteBuffer)
    func flush()
    /// Takes nothing from the client until `resumeReading`.
    func pauseReading()
    func resumeReading()
    /// Sends what was written and ends, once the client has ended its side or has had the time to.
    ///
    /// - Parameter endsOutput: whether the client is shown at once that nothing more comes. One that
    ///   takes frames in faster than it hands them on may lose what it has not handed on.
    func close(endsOutput: Bool)
}

/// What speaks on a connection after its upgrade. Bound to its event loop.
protocol UpgradedConnection: AnyObject {
    func received(_ bytes: ByteBuffer)
    func becameWritable()
    /// Nothing has come or gone for as long as that may be: tells the client and ends.
    func timedOut()
    /// Called once, after which nothing comes.
    func closed()
}
