import COpenSSL

/// The kubeconfig that gives its owner full rights on this daemon.
package struct AdministratorKubeconfig {
    /// `https://127.0.0.1:6443`
    let server: String
    let pki: PKI

    /// - Parameter server: `https://127.0.0.1:6443`
    package init(server: String, pki: PKI) {
        self.server = server
        self.pki = pki
    }

    /// YAML.
    var text: String {
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: swiftlet
          cluster:
            server: \(server)
            certificate-authority-data: \(Self.base64(pki.authorityCertificate))
        users:
        - name: swiftlet-admin
          user:
            client-certificate-data: \(Self.base64(pki.administratorCertificate))
            client-key-data: \(Self.base64(pki.administratorKey))
        contexts:
        - name: swiftlet
          context:
            cluster: swiftlet
            user: swiftlet-admin
        current-context: swiftlet

        """
    }

    private static func base64(_ text: String) -> String {
        let bytes = Array(text.utf8)
        // Four characters for each three bytes begun, and the NUL that OpenSSL adds.
        var encoded = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&encoded, bytes, Int32(bytes.count))
        return String(decoding: encoded.prefix(Int(count)), as: UTF8.self)
    }
}

extension AdministratorKubeconfig {
    /// Replaces the file where it says something else.
    package func write(to path: String) throws(PrivateFileError) {
        if try PrivateFile.read(path) != text { try PrivateFile.write(text, to: path) }
    }
}
