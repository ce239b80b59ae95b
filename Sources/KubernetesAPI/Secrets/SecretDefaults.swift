import JSON

/// What Kubernetes fills into a Secret.
public enum SecretDefaults {
    public static func apply(to secret: inout JSONValue) {
        foldStringData(of: &secret)
        secret.setDefault("type", "Opaque")
    }

    /// `stringData` is there for writing only: its texts go into `data`, before what is there.
    private static func foldStringData(of secret: inout JSONValue) {
        guard let texts = secret["stringData"] else { return }
        secret["stringData"] = nil
        for (key, text) in texts.objectValue ?? [:] {
            let bytes = Array((text.stringValue ?? "").utf8)
            secret.set(.string(Base64.encode(bytes)), at: "data", key)
        }
    }
}
