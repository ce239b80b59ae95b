/// Manifests that tests are made of.
enum Manifests {
    /// A Pod of one busybox container that runs a shell script.
    static func pod(
        _ name: String, script: String, restartPolicy: String = "Always", extra: String = "",
        grace: Int = 1
    ) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: \(name)
        spec:
          restartPolicy: \(restartPolicy)
          terminationGracePeriodSeconds: \(grace)
          containers:
          - name: main
            image: busybox
            command: ["sh", "-c", \(quoted(script))]
        \(extra)
        """
    }

    /// A Pod of containers that each run a shell script.
    static func pod(_ name: String, containers: [(name: String, script: String)]) -> String {
        let list = containers.map {
            """
              - name: \($0.name)
                image: busybox
                command: ["sh", "-c", \(quoted($0.script))]
            """
        }
        return """
            apiVersion: v1
            kind: Pod
            metadata:
              name: \(name)
            spec:
              terminationGracePeriodSeconds: 1
              containers:

            """ + list.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
