/// What the machine and the containers of its Pods use, measured over a moment.
public struct NodeUsage: Sendable, Hashable {
    public struct Amounts: Sendable, Hashable {
        /// Billionths of a core.
        public var cpu: UInt64
        /// Bytes that cannot be given back easily.
        public var memory: UInt64

        public init(cpu: UInt64, memory: UInt64) {
            self.cpu = cpu
            self.memory = memory
        }
    }

    public struct Container: Sendable, Hashable {
        public var name: String
        public var amounts: Amounts

        public init(name: String, amounts: Amounts) {
            self.name = name
            self.amounts = amounts
        }
    }

    /// When the moment ended, in nanoseconds since 1970.
    public var time: Int64
    /// How long it was, in nanoseconds.
    public var window: Int64
    /// Nil where it could not be measured.
    public var machine: Amounts?
    /// The containers that run, by the uid of their Pod.
    public var pods: [String: [Container]]

    public init(time: Int64, window: Int64, machine: Amounts?, pods: [String: [Container]]) {
        self.time = time
        self.window = window
        self.machine = machine
        self.pods = pods
    }
}
