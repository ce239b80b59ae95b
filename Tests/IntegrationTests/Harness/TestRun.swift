import Foundation
import Synchronization

/// This run of the tests: what it makes has names of its own, and is removed when it is killed.
enum TestRun {
    /// In the environment of each program that a test starts.
    static let variable = "SWIFTLET_TEST_RUN"
    static let id = String(getpid())

    private static let paths = Mutex(0)

    /// A path below /tmp that is nobody else's, at which nothing is yet.
    static func path(_ purpose: String = "") -> String {
        let number = paths.withLock { count in
            count += 1
            return count
        }
        return "/tmp/swiftlet-test-\(id)-\(number)\(purpose)"
    }

    /// Starts what cleans up after this process, whichever way it ends.
    static let isGuarded: Bool = {
        guard
            let cleaner = try? Command(
                ["setsid", "bash", "-c", cleaning, "cleaner", TestDaemon.binaries + "/swiftlet"],
                isGuarded: false)
        else { return false }
        return cleaner.isRunning
    }()

    /// Its input ends with this process. What is there then is what a test that was killed had.
    private static let cleaning = #"""
        exec > /dev/null 2>&1
        read -r _
        for round in 1 2; do
            for process in $(grep -lszx "\#(variable)=\#(id)" /proc/[0-9]*/environ | cut -d/ -f3); do
                kill -9 $process
            done
            sleep 0.1
        done
        for path in /tmp/swiftlet-test-\#(id)-*; do
            [ ! -f "$path/daemon.json" ] || timeout 60 "$1" teardown --root "$path"
            cut -d' ' -f5 /proc/self/mountinfo | grep "^$path\(/\|$\)" | tac | xargs -r umount -l
            # What is mounted there yet is not to be lost.
            grep -q " $path[/ ]" /proc/self/mountinfo || rm -rf "$path"
        done
        """#
}
