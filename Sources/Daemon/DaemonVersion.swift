/// What this program is.
public enum DaemonVersion {
    public static let swiftlet = "0.1.0"
}
