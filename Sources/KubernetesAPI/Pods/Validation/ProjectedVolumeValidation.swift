import JSON

/// Several sources in one volume.
enum ProjectedVolumeValidation {
    static func validate(_ volume: Field) -> [FieldError] {
        var paths = Paths(volume: volume)
        var findings = VolumeValidation.mode(volume["defaultMode"])
        findings += SecurityValidation.id(volume["defaultUser"])
        for source in volume["sources"].elements {
            for kind in ["secret", "configMap"] where source[kind].isSet {
                findings += files(source[kind], &paths)
            }
            for file in source["downwardAPI"]["items"].elements {
                findings += VolumeValidation.downwardFile(file.named(source["downwardAPI"].path))
                findings += paths.take(file["path"].text)
            }
            if source["serviceAccountToken"].isSet {
                findings += token(source["serviceAccountToken"], volume)
            }
            if source["clusterTrustBundle"].isSet {
                findings += trustBundle(source["clusterTrustBundle"])
                findings += paths.take(source["clusterTrustBundle"]["path"].text, evenIfEmpty: true)
            }
            if source["podCertificate"].isSet {
                findings += certificate(source["podCertificate"], &paths)
            }
            if kinds.count(where: { source[$0].isSet }) > 1 {
                findings.append(
                    source.forbidden("may not specify more than 1 volume type per source"))
            }
        }
        return findings
    }

    private static let kinds = [
        "secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle",
        "podCertificate",
    ]

    /// The paths that are taken in the volume.
    private struct Paths {
        let volume: Field
        var taken: Set<String> = []

        /// - Parameter name: what the message shows; nil for the path.
        mutating func take(
            _ path: String, name: String? = nil, evenIfEmpty: Bool = false
        ) -> [FieldError] {
            if path.isEmpty, !evenIfEmpty { return [] }
            if taken.insert(path).inserted { return [] }
            return [volume.invalid(.string(name ?? path), "conflicting duplicate paths")]
        }
    }

    private static func files(_ source: Field, _ paths: inout Paths) -> [FieldError] {
        var findings = VolumeValidation.required(source, "name")
        for item in source["items"].elements {
            findings += VolumeValidation.keyToPath(item)
            findings += paths.take(item["path"].text, name: source["name"].text)
        }
        return findings
    }

    @FieldErrorList private static func token(_ token: Field, _ volume: Field) -> [FieldError] {
        let seconds = token["expirationSeconds"]
        if seconds.number < 600 {
            seconds.invalid(
                .integer(seconds.number), "may not specify a duration less than 10 minutes")
        }
        if seconds.number > 1 << 32 {
            seconds.invalid("may not specify a duration larger than 2^32 seconds")
        }
        SecurityValidation.id(token["user"])
        // Kubernetes leaves the source out of this path.
        let path = token["path"].named(volume.member("path").path)
        if path.isEmpty { path.required() } else { PathValidation.local(path) }
    }

    @FieldErrorList private static func trustBundle(_ bundle: Field) -> [FieldError] {
        let name = bundle["name"]
        let signer = bundle["signerName"]
        if name.isSet, signer.isSet {
            bundle.invalid("only one of name and signerName may be used")
        } else if name.isSet {
            if name.isEmpty { name.required("must be a valid object name") }
            SignerNameValidation.bundleName(name.text).map {
                name.invalid("not a valid clustertrustbundlename: \($0)")
            }
            if bundle["labelSelector"].isSet {
                bundle["labelSelector"].invalid("labelSelector must be unset if name is specified")
            }
        } else if signer.isSet {
            if signer.isEmpty { signer.required("must be a valid signer name") }
            SignerNameValidation.validate(signer)
            LabelSelectorValidation.validate(bundle["labelSelector"])
        } else {
            bundle.required("either name or signerName must be specified")
        }
        VolumeValidation.required(bundle, "path")
        PathValidation.local(bundle["path"])
    }

    private static func certificate(_ certificate: Field, _ paths: inout Paths) -> [FieldError] {
        var findings = SignerNameValidation.validate(certificate["signerName"])
        findings += ObjectMetaValidation.annotations(certificate["userAnnotations"])
        let types = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"]
        if !types.contains(certificate["keyType"].text) {
            findings.append(
                certificate["keyType"].notSupported(
                    types, value: .string(certificate["keyType"].text)))
        }
        findings += lifetime(
            certificate["maxExpirationSeconds"], signer: certificate["signerName"].text)
        let places = ["credentialBundlePath", "keyPath", "certificateChainPath"]
        for name in places where !certificate[name].isEmpty {
            findings += PathValidation.local(certificate[name])
            findings += paths.take(certificate[name].text)
        }
        if places.allSatisfy({ certificate[$0].isEmpty }) {
            findings.append(
                certificate.required(
                    "specify at least one of credentialBundlePath, keyPath, and "
                        + "certificateChainPath"))
        }
        return findings
    }

    /// An hour at least; 91 days at most, a day for Kubernetes' own signers.
    @FieldErrorList private static func lifetime(
        _ seconds: Field, signer: String
    ) -> [FieldError] {
        if let given = seconds.optionalNumber {
            let maximum = SignerNameValidation.isKubernetes(signer) ? 86_400 : 7_862_400
            if given < 3600 {
                seconds.invalid("if provided, maxExpirationSeconds must be >= 3600")
            }
            if given > maximum {
                seconds.invalid("if provided, maxExpirationSeconds must be <= \(maximum)")
            }
        }
    }
}
