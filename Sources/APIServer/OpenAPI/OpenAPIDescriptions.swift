/// What `kubectl explain` says about types and fields: the ones that people look up.
enum OpenAPIDescriptions {
    /// Of a type; nil where there is none.
    static func type(_ name: String) -> String? { byName[name] }

    /// Of a field; nil where there is none.
    ///
    /// - Parameter isKind: whether the type has metadata of its own; `status` of a condition is not
    ///   what `status` of a Pod is.
    static func field(_ name: String, of type: String, isKind: Bool) -> String? {
        if let own = byName["\(type).\(name)"] { return own }
        return isKind || !["spec", "status"].contains(name) ? byName[".\(name)"] : nil
    }

    /// The types and the fields that have one.
    static var types: Set<String> { Set(byName.keys.filter { !$0.contains(".") }) }
    static var fields: Set<String> { Set(byName.keys.filter { $0.contains(".") }) }

    /// Read at first use. `.name` is a field of whatever type has none of its own.
    private static let byName: [String: String] = {
        var descriptions: [String: String] = [:]
        for line in (metaText + podText + containerText + volumeText + otherText).split(
            separator: "\n")
        {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { descriptions[String(parts[0])] = String(parts[1]) }
        }
        return descriptions
    }()

    private static let metaText = """
        .apiVersion Version of the API that the object is written for.
        .kind Kind of the object.
        .metadata What all objects have: name, labels, annotations, owners.
        ObjectMeta What all objects have: names, labels, annotations, owners, and what the server notes.
        ObjectMeta.name Name of the object, one of a kind in its namespace. It cannot be changed.
        ObjectMeta.generateName Beginning of a name that the server completes, where name is not given.
        ObjectMeta.namespace Namespace of the object. It cannot be changed.
        ObjectMeta.uid Identity that the server gives: another object of the same name has another one.
        ObjectMeta.resourceVersion Changes with every write. A write that names it is refused when the object was changed meanwhile.
        ObjectMeta.generation Counts the changes of what is wished for (spec).
        ObjectMeta.creationTimestamp When the object was made.
        ObjectMeta.deletionTimestamp When the object will be gone, once its deletion was asked for.
        ObjectMeta.deletionGracePeriodSeconds Seconds that the object has to end properly.
        ObjectMeta.labels Keys and values to select objects by.
        ObjectMeta.annotations Keys and values for tools and people; nothing is selected by them.
        ObjectMeta.ownerReferences Objects that this one belongs to: it goes when all of them are gone.
        ObjectMeta.finalizers Who has something to do before the object may go.
        ObjectMeta.managedFields Who set which fields.
        OwnerReference An object that another one belongs to.
        OwnerReference.controller Whether this owner is the one that manages the object.
        OwnerReference.blockOwnerDeletion Whether the owner stays until this object is gone, when its deletion waits for what it owns.
        LabelSelector Chooses objects by their labels; all conditions must hold.
        LabelSelector.matchLabels Labels that must be there with these values.
        LabelSelector.matchExpressions Further conditions: In, NotIn, Exists, DoesNotExist.

        """

    private static let podText = """
        Pod Containers that run together on one machine, with one network and shared volumes.
        Pod.spec What should run, and how.
        Pod.status What runs now, as last seen.
        PodSpec What should run, and how.
        PodSpec.volumes Folders and files that containers can mount.
        PodSpec.initContainers Containers that run one after the other before all others; those that always restart go on beside them (sidecars).
        PodSpec.containers The containers, at least one. The list cannot be changed.
        PodSpec.ephemeralContainers Containers added to a running Pod to look into it; see the subresource ephemeralcontainers.
        PodSpec.restartPolicy When containers are started again after their end.
        PodSpec.terminationGracePeriodSeconds Seconds from the signal to end until the containers are killed (30 unless said).
        PodSpec.activeDeadlineSeconds Seconds after which the Pod is ended, counted from its start.
        PodSpec.dnsPolicy Where the containers' resolver configuration comes from.
        PodSpec.nodeSelector Labels that a node must have to run the Pod.
        PodSpec.serviceAccountName The ServiceAccount that the Pod acts as.
        PodSpec.serviceAccount An old name of serviceAccountName.
        PodSpec.automountServiceAccountToken Whether containers get a token of the ServiceAccount.
        PodSpec.nodeName The node that runs the Pod.
        PodSpec.hostNetwork Whether the Pod uses the machine's network.
        PodSpec.hostPID Whether the Pod sees the machine's processes.
        PodSpec.hostIPC Whether the Pod uses the machine's IPC namespace.
        PodSpec.shareProcessNamespace Whether the containers see each other's processes.
        PodSpec.securityContext Users, groups and privileges of all containers.
        PodSpec.imagePullSecrets Secrets with credentials for registries.
        PodSpec.hostname Host name of the Pod (its name unless said).
        PodSpec.subdomain With it, the full host name is HOSTNAME.SUBDOMAIN.NAMESPACE.svc.DOMAIN.
        PodSpec.affinity What the Pod wants to be near to, or far from.
        PodSpec.tolerations Taints of nodes that the Pod puts up with.
        PodSpec.hostAliases Further lines of /etc/hosts.
        PodSpec.priorityClassName PriorityClass that gives the Pod's priority.
        PodSpec.priority Priority as a number, from its class.
        PodSpec.dnsConfig Resolver settings beside those of dnsPolicy.
        PodSpec.readinessGates Conditions that must hold, too, before the Pod is ready.
        PodSpec.runtimeClassName RuntimeClass that names the runtime of the containers.
        PodSpec.enableServiceLinks Whether containers get environment variables for the namespace's Services.
        PodSpec.overhead What the Pod takes beside its containers, from its RuntimeClass.
        PodSpec.os Operating system of the containers.
        PodSpec.schedulingGates While there is one, the Pod is not given a node.
        PodSpec.resources Resources of the Pod as a whole.
        PodStatus What runs, as last seen.
        PodStatus.phase Where the Pod is in its life.
        PodStatus.conditions What holds of the Pod: PodScheduled, Initialized, ContainersReady, Ready.
        PodStatus.message Why the Pod is as it is, for people.
        PodStatus.reason Why the Pod is as it is, in one word.
        PodStatus.hostIP Address of the machine.
        PodStatus.podIP Address of the Pod.
        PodStatus.startTime When the Pod was taken up by the node.
        PodStatus.containerStatuses State of each container.
        PodStatus.initContainerStatuses State of each init container and sidecar.
        PodStatus.qosClass Which Pods go first when memory runs out, from their resources.
        PodSecurityContext Users, groups and privileges of all containers of a Pod; a container may have its own.
        PodSecurityContext.fsGroup Group that owns the volumes and that all processes belong to.
        PodSecurityContext.supplementalGroups Further groups of the containers' processes.
        PodSecurityContext.sysctls Kernel settings of the Pod's namespaces.
        .runAsUser User ID of the processes (that of the image unless said).
        .runAsGroup Group ID of the processes.
        .runAsNonRoot Refuses to start a container that would run as root.
        .seccompProfile Which system calls are open to the processes.

        """

    private static let containerText = """
        Container A program from an image, with its settings.
        ContainerPort A port that a container listens on.
        .image Image of the container.
        Container.name Name of the container, one of a kind in its Pod.
        Container.image Image of the container: NAME, NAME:TAG or NAME@DIGEST.
        .imagePullPolicy When the image is fetched: IfNotPresent unless its tag is latest, or missing.
        Container.command Program and first arguments, in place of the image's ENTRYPOINT. $(NAME) stands for a variable.
        .args Arguments, in place of the image's CMD. $(NAME) stands for a variable.
        .workingDir Folder that the program starts in.
        Container.ports Ports that the container listens on.
        ExecAction.command Program and arguments; there is no shell unless it is named.
        .envFrom Takes all keys of ConfigMaps and Secrets as environment variables.
        .env Environment variables.
        .volumeMounts Where volumes appear in the container's file system.
        .volumeDevices Block devices for the container.
        .livenessProbe While it fails, the container is restarted.
        .readinessProbe While it fails, the Pod is not ready.
        .startupProbe Until it succeeds, the other probes wait.
        .lifecycle What to do after the start and before the end.
        .terminationMessagePath File whose content becomes the message of the container's end.
        .terminationMessagePolicy Where that message comes from: the file, or the end of the log when the file is empty.
        Container.restartPolicy Always makes an init container a sidecar.
        Container.resources What the container asks for and may use at most.
        .stdin Whether the container has a standard input.
        .stdinOnce Whether the standard input is closed after the first client.
        .tty Whether the container has a terminal.
        ContainerPort.containerPort Number of the port.
        ContainerPort.hostPort The same port on the machine.
        ContainerPort.protocol TCP unless said.
        ContainerPort.name Name to speak of the port by.
        EnvVar An environment variable.
        EnvVar.name Name of the variable.
        EnvVar.value Its value. $(NAME) stands for another variable.
        EnvVar.valueFrom Where the value comes from.
        EnvVarSource.fieldRef A field of the Pod: metadata.name, status.podIP and others.
        EnvVarSource.resourceFieldRef A resource of a container: limits.cpu, requests.memory and others.
        EnvVarSource.configMapKeyRef A key of a ConfigMap.
        EnvVarSource.secretKeyRef A key of a Secret.
        ResourceRequirements What is asked for and what may be used at most.
        ResourceRequirements.limits The most that may be used of each resource: cpu, memory.
        ResourceRequirements.requests What is set aside of each resource.
        Probe Asks a container how it is.
        Probe.exec Runs a command in the container: exit code 0 is good.
        Probe.httpGet Asks by HTTP: a status from 200 to 399 is good.
        Probe.tcpSocket Opens a connection.
        Probe.grpc Asks by gRPC's health protocol.
        Probe.initialDelaySeconds Seconds from the container's start to the first probe.
        Probe.timeoutSeconds Seconds until a probe has failed (1 unless said).
        Probe.periodSeconds Seconds between probes (10 unless said).
        Probe.successThreshold Successes in a row after a failure that count as good.
        Probe.failureThreshold Failures in a row that count as bad (3 unless said).
        Lifecycle.postStart Runs beside the container's start; the container is restarted where it fails.
        Lifecycle.preStop Runs before the container is signalled to end.
        SecurityContext User and privileges of a container; wins over the Pod's.
        SecurityContext.capabilities Capabilities to add and to drop.
        SecurityContext.privileged Gives the container all the rights of root on the machine.
        SecurityContext.readOnlyRootFilesystem Whether the root file system cannot be written to.
        SecurityContext.allowPrivilegeEscalation Whether a process may get more rights than its parent (set-user-ID programs).

        """

    private static let volumeText = """
        Volume A folder that containers of a Pod can mount.
        Volume.name Name of the volume, one of a kind in its Pod.
        Volume.emptyDir An empty folder that lives as long as the Pod.
        Volume.hostPath A file or folder of the machine.
        Volume.configMap The keys of a ConfigMap as files.
        Volume.secret The keys of a Secret as files, in memory.
        Volume.downwardAPI Fields of the Pod as files.
        Volume.image The content of an image, read only.
        Volume.projected Several of these in one folder.
        Volume.persistentVolumeClaim A volume that a claim asks for.
        ConfigMapVolumeSource.items Keys and the paths of their files; all keys unless said.
        SecretVolumeSource.items Keys and the paths of their files; all keys unless said.
        ServiceSpec.ports Ports of the Service and those of the Pods behind it.
        ServiceSpec.selector Labels of the Pods behind the Service.
        VolumeMount Where a volume appears in a container.
        VolumeMount.name Name of the volume.
        VolumeMount.mountPath Path in the container.
        VolumeMount.subPath Path in the volume, in place of its root.
        VolumeMount.subPathExpr The same with $(NAME) for variables.
        VolumeMount.readOnly Whether it cannot be written to.
        VolumeMount.mountPropagation Whether mounts made later are seen on the other side.
        EmptyDirVolumeSource.medium Memory for a folder in memory.
        EmptyDirVolumeSource.sizeLimit The most that the folder may hold.
        HostPathVolumeSource.path Path on the machine.
        HostPathVolumeSource.type What must be there, or is made.

        """

    private static let otherText = """
        Namespace A place for names, and what goes with it when it is deleted.
        Namespace.spec Finalizers of the namespace.
        Namespace.status Whether the namespace is in use or on its way out.
        ConfigMap Settings by key, for containers to read.
        ConfigMap.data Values as text.
        ConfigMap.binaryData Values as bytes (base64).
        Secret Values by key that not everybody should see.
        Secret.data Values as bytes (base64).
        Secret.stringData Values as text, which the server puts into data.
        Secret.type What the Secret is for; some types ask for certain keys.
        .immutable When true, the content can never be changed.
        ServiceAccount Whom a Pod acts as towards the API.
        Event Something that happened to an object.
        Node A machine that runs Pods.
        Node.status What the machine has and how it is.
        NodeStatus.capacity What the machine has of each resource.
        NodeStatus.allocatable What of it Pods may ask for.
        NodeStatus.conditions How the machine is: Ready, MemoryPressure and others.
        NodeSpec.unschedulable Whether new Pods stay away.
        Service A name and address for Pods. It is kept here; nothing routes its traffic.
        Endpoints Addresses behind a Service.
        EndpointSlice Addresses behind a Service, in parts.
        LimitRange Defaults and bounds for what Pods of a namespace ask for.
        ResourceQuota The most that a namespace may have in all.
        ResourceQuotaSpec.hard The most of each resource or kind of object.
        PersistentVolume A volume that lives longer than Pods.
        PersistentVolumeClaim Asks for a PersistentVolume.
        PodTemplate A Pod to make others from.
        PodDisruptionBudget How many of some Pods may be evicted at a time.
        PodDisruptionBudgetSpec.minAvailable How many Pods must stay, as a number or a share.
        PodDisruptionBudgetSpec.maxUnavailable How many Pods may be missing, as a number or a share.
        PodDisruptionBudgetSpec.selector The Pods it is about.
        PriorityClass A name for a priority of Pods.
        PriorityClass.value The priority: the higher, the more important.
        PriorityClass.globalDefault Whether Pods that name no class are of this one.
        RuntimeClass A name for a runtime of containers.
        RuntimeClass.handler The runtime that the node knows by this name.
        Lease Who is in charge of something, and until when.
        Role Rights within a namespace.
        ClusterRole Rights in all namespaces, and on what has none.
        RoleBinding Gives the rights of a role to users, groups and ServiceAccounts in a namespace.
        ClusterRoleBinding Gives the rights of a ClusterRole everywhere.
        PolicyRule Which verbs are allowed on what.
        PolicyRule.verbs get, list, watch, create, update, patch, delete, deletecollection; * for all.
        PolicyRule.apiGroups Groups of the resources; "" for the core group, * for all.
        PolicyRule.resources Names of resources and subresources: pods, pods/log; * for all.
        PolicyRule.resourceNames Names of the only objects that the rule is about.
        PolicyRule.nonResourceURLs Paths that are no objects: /healthz, /metrics/*.
        TokenReview Asks who has a token.
        SelfSubjectReview Asks who oneself is.
        SubjectAccessReview Asks whether somebody may do something.
        SelfSubjectAccessReview Asks whether one may do something oneself.
        SelfSubjectRulesReview Asks for all that one may do in a namespace.
        LocalSubjectAccessReview Asks whether somebody may do something in a namespace.
        .spec What is wished for.
        .status What is, as last seen.

        """
}
