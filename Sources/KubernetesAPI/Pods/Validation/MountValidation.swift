import JSON

/// Where a container sees the volumes of its Pod.
struct MountValidation {
    let container: Field
    /// The Pod's volumes that are right, by name.
    let volumes: [String: Field]

    var findings: [FieldError] { mounts + devices }

    private var mounts: [FieldError] {
        let list = container["volumeMounts"]
        let others = container["volumeDevices"].elements
        var points: Set<String> = []
        return list.elements.flatMap { mount in
            let isFirst = points.insert(mount["mountPath"].text).inserted
            return place(mount, isFirst: isFirst, others) + options(mount, list)
        }
    }

    @FieldErrorList private func place(
        _ mount: Field, isFirst: Bool, _ devices: [Field]
    ) -> [FieldError] {
        let name = mount["name"]
        let point = mount["mountPath"]
        if name.isEmpty { name.required() }
        if volumes[name.text] == nil { name.notFound(.string(name.text)) }
        if point.isEmpty { point.required() }
        if !isFirst { point.invalid(.string(point.text), "must be unique") }
        if devices.contains(where: { $0["name"].text == name.text }) {
            name.invalid(.string(name.text), "must not already exist in volumeDevices")
        }
        if devices.contains(where: { $0["devicePath"].text == point.text }) {
            point.invalid(
                .string(point.text), "must not already exist as a path in volumeDevices")
        }
    }

    /// Kubernetes names the list and not the mount in these messages.
    @FieldErrorList private func options(_ mount: Field, _ list: Field) -> [FieldError] {
        if !mount["subPath"].isEmpty {
            PathValidation.descending(mount["subPath"].named(list.member("subPath").path))
        }
        let expression = mount["subPathExpr"]
        if !expression.isEmpty {
            if !mount["subPath"].isEmpty {
                expression.invalid("subPathExpr and subPath are mutually exclusive")
            }
            PathValidation.descending(expression.named(list.member("subPathExpr").path))
        }
        propagation(mount["mountPropagation"].named(list.member("mountPropagation").path))
        recursiveReadOnly(
            mount["recursiveReadOnly"].named(list.member("recursiveReadOnly").path), mount)
        for option in mount["bindMountOptions"].elements {
            option.oneOf(["nodev", "noexec", "nosuid"])
        }
    }

    @FieldErrorList private func propagation(_ propagation: Field) -> [FieldError] {
        propagation.optionallyOneOf(["Bidirectional", "HostToContainer", "None"])
        if propagation.text == "Bidirectional",
            !container["securityContext"]["privileged"].isTrue
        {
            propagation.forbidden(
                "Bidirectional mount propagation is available only to privileged containers")
        }
    }

    @FieldErrorList private func recursiveReadOnly(
        _ mode: Field, _ mount: Field
    ) -> [FieldError] {
        mode.optionallyOneOf(["Disabled", "Enabled", "IfPossible"])
        if ["Enabled", "IfPossible"].contains(mode.text) {
            if !mount["readOnly"].isTrue {
                mode.forbidden("may only be specified when readOnly is true")
            }
            if !["", "None"].contains(mount["mountPropagation"].text) {
                mode.forbidden(
                    "may only be specified when mountPropagation is None or not specified")
            }
        }
    }

    // MARK: - Devices

    private var devices: [FieldError] {
        var paths: Set<String> = []
        var names: Set<String> = []
        return container["volumeDevices"].elements.flatMap { device in
            let findings = oneDevice(device, names: names, paths: paths)
            if !device["name"].isEmpty { names.insert(device["name"].text) }
            if PathValidation.noBacksteps(device["devicePath"]).isEmpty {
                paths.insert(device["devicePath"].text)
            }
            return findings
        }
    }

    @FieldErrorList private func oneDevice(
        _ device: Field, names: Set<String>, paths: Set<String>
    ) -> [FieldError] {
        let name = device["name"]
        let path = device["devicePath"]
        let mounts = container["volumeMounts"].elements
        if name.isEmpty { name.required() }
        if names.contains(name.text) { name.invalid("must be unique") }
        if let volume = volumes[name.text] {
            if !volume["persistentVolumeClaim"].isSet, !volume["ephemeral"].isSet {
                name.invalid(
                    "can only use volume source type of PersistentVolumeClaim or Ephemeral for "
                        + "block mode")
            }
        } else {
            name.notFound(.string(name.text))
        }
        if path.isEmpty { path.required() }
        if paths.contains(path.text) { path.invalid(.string(path.text), "must be unique") }
        if !PathValidation.noBacksteps(path).isEmpty {
            path.invalid("can not contain backsteps ('..')")
        }
        if mounts.contains(where: { $0["name"].text == name.text }) {
            name.invalid(.string(name.text), "must not already exist in volumeMounts")
        }
        if mounts.contains(where: { $0["mountPath"].text == path.text }) {
            path.invalid(
                .string(path.text), "must not already exist as a path in volumeMounts")
        }
    }
}
