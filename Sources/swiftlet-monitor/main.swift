import Glibc
import MonitorCore

/// `swiftlet-monitor DIR`: starts the container described in DIR and stays with it.
/// `swiftlet-monitor --pod-init DIR FILE...`: becomes process 1 of the Pod sandbox in DIR.
/// `swiftlet-monitor --exec`: runs a command in a container.
func standardOutput(_ text: StaticString) {
    write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
}

if CommandLine.argc > 2, let mode = CommandLine.unsafeArgv[1], strcmp(mode, "--pod-init") == 0 {
    let arguments = CommandLine.arguments
    exit(PodInit(directory: arguments[2], cgroupFiles: Array(arguments.dropFirst(3))).run())
}
guard CommandLine.argc == 2, let argument = CommandLine.unsafeArgv[1] else {
    standardOutput("usage: swiftlet-monitor DIR | --exec | --version | --exit-zero\n")
    exit(2)
}
switch String(cString: argument) {
// As a container's command this tells whether containers can be run at all.
case "--exit-zero":
    exit(0)
case "--exec":
    exit(ContainerExec().run())
case "--version":
    standardOutput("swiftlet-monitor 0.1.0\n")
case let directory:
    var monitor = Monitor(directory: directory)
    monitor.daemonize()
    exit(monitor.run())
}
