/// A size of a terminal in characters.
public struct TerminalSize: Sendable, Hashable {
    public var columns: UInt16
    public var rows: UInt16

    public init(columns: UInt16, rows: UInt16) {
        self.columns = columns
        self.rows = rows
    }
}

/// A command for a running container, and which of its streams are wanted.
public struct ExecRequest: Sendable, Hashable {
    /// What becomes of standard output and error.
    public enum Output: Sendable, Hashable {
        case separate(output: Bool, error: Bool)
        /// Both into one pipe, in the order of their writing.
        case together
    }

    /// Not empty.
    public var command: [String]
    /// Without it standard input is empty.
    public var standardInput: Bool
    public var output: Output
    /// One terminal for all three, whatever else is asked.
    public var terminal: Bool
    public var size: TerminalSize?
    /// Copy files instead of running a program: `command` is that of swiftlet-monitor's FileTransfer.
    public var isFileTransfer = false

    public init(
        command: [String], standardInput: Bool = false,
        output: Output = .separate(output: true, error: true), terminal: Bool = false,
        size: TerminalSize? = nil
    ) {
        self.command = command
        self.standardInput = standardInput
        self.output = output
        self.terminal = terminal
        self.size = size
    }
}

/// What a command that has ended left.
public struct ExecResult: Sendable, Hashable {
    /// 0...255; 128 + signal where a signal ended it.
    public var exitCode: Int
    /// Standard output and error together, in the order of their writing; the first bytes up to the
    /// limit that was asked for.
    public var output: [UInt8]

    public init(exitCode: Int, output: [UInt8]) {
        self.exitCode = exitCode
        self.output = output
    }
}
