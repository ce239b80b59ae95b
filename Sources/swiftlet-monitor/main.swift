import Glibc
import MonitorCore

/// `swiftlet-monitor DIR`: starts the container described in DIR and stays with it.
func standardOutput(_ text: StaticString) {
    write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
}

guard CommandLine.argc == 2, let argument = CommandLine.unsafeArgv[1] else {
    standardOutput("usage: swiftlet-monitor DIR | --version | --exit-zero\n")
    exit(2)
}
switch String(cString: argument) {
// As a container's command this tells whether containers can be run at all.
case "--exit-zero":
    exit(0)
case "--version":
    standardOutput("swiftlet-monitor 0.1.0\n")
case let directory:
    var monitor = Monitor(directory: directory)
    monitor.daemonize()
    exit(monitor.run())
}
