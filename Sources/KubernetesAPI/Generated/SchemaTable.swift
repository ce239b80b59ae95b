// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
extension Schema {
    /// `: type [atomic] [name=what its group calls it]` and its fields, `= enumeration values`;
    /// `@ group/version` of what follows.
    static let table = #"""
        @ meta/v1
        : ObjectMeta
        name string
        generateName string
        namespace string
        selfLink string
        uid string
        resourceVersion string
        generation int64
        creationTimestamp time
        deletionTimestamp time
        deletionGracePeriodSeconds int64
        labels {}string
        annotations {}string
        ownerReferences []OwnerReference patch=merge mergeKey=uid list=map keys=uid
        finalizers []string patch=merge list=set
        managedFields []ManagedFieldsEntry list=atomic
        : OwnerReference atomic
        apiVersion string required
        kind string required
        name string required
        uid string required
        controller bool
        blockOwnerDeletion bool
        : ManagedFieldsEntry
        manager string
        operation ManagedFieldsOperationType
        apiVersion string
        time time
        fieldsType string
        fieldsV1 any
        subresource string
        = ManagedFieldsOperationType Apply,Update
        : ListMeta
        selfLink string
        resourceVersion string
        continue string
        remainingItemCount int64
        shardInfo ShardInfo
        : ShardInfo
        selector string required
        : LabelSelector atomic
        matchLabels {}string
        matchExpressions []LabelSelectorRequirement list=atomic
        : LabelSelectorRequirement
        key string required
        operator LabelSelectorOperator required
        values []string list=atomic
        = LabelSelectorOperator In,NotIn,Exists,DoesNotExist
        : Status
        kind string
        apiVersion string
        metadata ListMeta
        status string
        message string
        reason StatusReason
        details StatusDetails
        code int32
        = StatusReason ,Unauthorized,Forbidden,NotFound,AlreadyExists,Conflict,Gone,Invalid,ServerTimeout,StorageReadError,Timeout,TooManyRequests,BadRequest,MethodNotAllowed,NotAcceptable,RequestEntityTooLarge,UnsupportedMediaType,InternalError,Expired,ServiceUnavailable
        : StatusDetails
        name string
        group string
        kind string
        uid string
        causes []StatusCause list=atomic
        retryAfterSeconds int32
        : StatusCause
        reason CauseType
        message string
        field string
        = CauseType FieldValueNotFound,FieldValueRequired,FieldValueDuplicate,FieldValueInvalid,FieldValueNotSupported,FieldValueForbidden,FieldValueTooLong,FieldValueTooMany,InternalError,FieldValueTypeInvalid,UnexpectedServerResponse,FieldManagerConflict,ResourceVersionTooLarge
        : DeleteOptions
        kind string
        apiVersion string
        gracePeriodSeconds int64
        preconditions Preconditions
        orphanDependents bool
        propagationPolicy DeletionPropagation
        dryRun []string list=atomic
        ignoreStoreReadErrorWithClusterBreakingPotential bool
        : Preconditions
        uid string
        resourceVersion string
        = DeletionPropagation Orphan,Background,Foreground
        : Condition
        type string required
        status ConditionStatus required
        observedGeneration int64
        lastTransitionTime time required
        reason string required
        message string required
        = ConditionStatus True,False,Unknown
        : PartialObjectMetadata
        kind string
        apiVersion string
        metadata ObjectMeta
        : PartialObjectMetadataList
        kind string
        apiVersion string
        metadata ListMeta
        items []PartialObjectMetadata required
        : APIVersions
        kind string
        apiVersion string
        versions []string required list=atomic
        serverAddressByClientCIDRs []ServerAddressByClientCIDR required list=atomic
        : ServerAddressByClientCIDR
        clientCIDR string required
        serverAddress string required
        : APIGroup
        kind string
        apiVersion string
        name string required
        versions []GroupVersionForDiscovery required list=atomic
        preferredVersion GroupVersionForDiscovery
        serverAddressByClientCIDRs []ServerAddressByClientCIDR list=atomic
        : GroupVersionForDiscovery
        groupVersion string required
        version string required
        : APIGroupList
        kind string
        apiVersion string
        groups []APIGroup required list=atomic
        : APIResourceList
        kind string
        apiVersion string
        groupVersion string required
        resources []APIResource required list=atomic
        : APIResource
        name string required
        singularName string required
        namespaced bool required
        group string
        version string
        kind string required
        verbs []string required
        shortNames []string list=atomic
        categories []string list=atomic
        storageVersionHash string
        : Table
        kind string
        apiVersion string
        metadata ListMeta
        columnDefinitions []TableColumnDefinition required list=atomic
        rows []TableRow required list=atomic
        : TableColumnDefinition
        name string required
        type string required
        format string required
        description string required
        priority int32 required
        : TableRow
        conditions []TableRowCondition list=atomic
        object any
        : TableRowCondition
        type RowConditionType required
        status ConditionStatus required
        reason string
        message string
        = RowConditionType Completed
        : TableOptions
        kind string
        apiVersion string
        includeObject IncludeObjectPolicy
        = IncludeObjectPolicy None,Metadata,Object
        @ core/v1
        : ObjectReference atomic
        kind string
        namespace string
        name string
        uid string
        apiVersion string
        resourceVersion string
        fieldPath string
        : Volume
        name string required
        hostPath HostPathVolumeSource
        emptyDir EmptyDirVolumeSource
        gcePersistentDisk GCEPersistentDiskVolumeSource
        awsElasticBlockStore AWSElasticBlockStoreVolumeSource
        gitRepo GitRepoVolumeSource
        secret SecretVolumeSource
        nfs NFSVolumeSource
        iscsi ISCSIVolumeSource
        glusterfs GlusterfsVolumeSource
        persistentVolumeClaim PersistentVolumeClaimVolumeSource
        rbd RBDVolumeSource
        flexVolume FlexVolumeSource
        cinder CinderVolumeSource
        cephfs CephFSVolumeSource
        flocker FlockerVolumeSource
        downwardAPI DownwardAPIVolumeSource
        fc FCVolumeSource
        azureFile AzureFileVolumeSource
        configMap ConfigMapVolumeSource
        vsphereVolume VsphereVirtualDiskVolumeSource
        quobyte QuobyteVolumeSource
        azureDisk AzureDiskVolumeSource
        photonPersistentDisk PhotonPersistentDiskVolumeSource
        projected ProjectedVolumeSource
        portworxVolume PortworxVolumeSource
        scaleIO ScaleIOVolumeSource
        storageos StorageOSVolumeSource
        csi CSIVolumeSource
        ephemeral EphemeralVolumeSource
        image ImageVolumeSource
        : HostPathVolumeSource
        path string required
        type HostPathType
        = HostPathType ,DirectoryOrCreate,Directory,FileOrCreate,File,Socket,CharDevice,BlockDevice
        : EmptyDirVolumeSource
        medium StorageMedium
        sizeLimit quantity
        mode int32
        = StorageMedium ,Memory,HugePages,HugePages-
        : GCEPersistentDiskVolumeSource
        pdName string required
        fsType string
        partition int32
        readOnly bool
        : AWSElasticBlockStoreVolumeSource
        volumeID string required
        fsType string
        partition int32
        readOnly bool
        : GitRepoVolumeSource
        repository string required
        revision string
        directory string
        : SecretVolumeSource
        secretName string
        items []KeyToPath list=atomic
        defaultMode int32
        optional bool
        defaultUser int32
        : KeyToPath
        key string required
        path string required
        mode int32
        user int32
        : NFSVolumeSource
        server string required
        path string required
        readOnly bool
        : ISCSIVolumeSource
        targetPortal string required
        iqn string required
        lun int32 required
        iscsiInterface string default="default"
        fsType string
        readOnly bool
        portals []string list=atomic
        chapAuthDiscovery bool
        chapAuthSession bool
        secretRef LocalObjectReference
        initiatorName string
        : LocalObjectReference atomic
        name string default=""
        : GlusterfsVolumeSource
        endpoints string required
        path string required
        readOnly bool
        : PersistentVolumeClaimVolumeSource
        claimName string required
        readOnly bool
        : RBDVolumeSource
        monitors []string required list=atomic
        image string required
        fsType string
        pool string default="rbd"
        user string default="admin"
        keyring string default="/etc/ceph/keyring"
        secretRef LocalObjectReference
        readOnly bool
        : FlexVolumeSource
        driver string required
        fsType string
        secretRef LocalObjectReference
        readOnly bool
        options {}string
        : CinderVolumeSource
        volumeID string required
        fsType string
        readOnly bool
        secretRef LocalObjectReference
        : CephFSVolumeSource
        monitors []string required list=atomic
        path string
        user string
        secretFile string
        secretRef LocalObjectReference
        readOnly bool
        : FlockerVolumeSource
        datasetName string
        datasetUUID string
        : DownwardAPIVolumeSource
        items []DownwardAPIVolumeFile list=atomic
        defaultMode int32
        defaultUser int32
        : DownwardAPIVolumeFile
        path string required
        fieldRef ObjectFieldSelector
        resourceFieldRef ResourceFieldSelector
        mode int32
        user int32
        : ObjectFieldSelector atomic
        apiVersion string
        fieldPath string required
        : ResourceFieldSelector atomic
        containerName string
        resource string required
        divisor quantity
        : FCVolumeSource
        targetWWNs []string list=atomic
        lun int32
        fsType string
        readOnly bool
        wwids []string list=atomic
        : AzureFileVolumeSource
        secretName string required
        shareName string required
        readOnly bool
        : ConfigMapVolumeSource
        name string default=""
        items []KeyToPath list=atomic
        defaultMode int32
        optional bool
        : VsphereVirtualDiskVolumeSource
        volumePath string required
        fsType string
        storagePolicyName string
        storagePolicyID string
        : QuobyteVolumeSource
        registry string required
        volume string required
        readOnly bool
        user string
        group string
        tenant string
        : AzureDiskVolumeSource
        diskName string required
        diskURI string required
        cachingMode AzureDataDiskCachingMode default="ReadWrite"
        fsType string default="ext4"
        readOnly bool default=false
        kind AzureDataDiskKind default="Shared"
        = AzureDataDiskCachingMode None,ReadOnly,ReadWrite
        = AzureDataDiskKind Shared,Dedicated,Managed
        : PhotonPersistentDiskVolumeSource
        pdID string required
        fsType string
        : ProjectedVolumeSource
        sources []VolumeProjection list=atomic
        defaultMode int32
        defaultUser int32
        : VolumeProjection
        secret SecretProjection
        downwardAPI DownwardAPIProjection
        configMap ConfigMapProjection
        serviceAccountToken ServiceAccountTokenProjection
        clusterTrustBundle ClusterTrustBundleProjection
        podCertificate PodCertificateProjection
        : SecretProjection
        name string default=""
        items []KeyToPath list=atomic
        optional bool
        : DownwardAPIProjection
        items []DownwardAPIVolumeFile list=atomic
        : ConfigMapProjection
        name string default=""
        items []KeyToPath list=atomic
        optional bool
        : ServiceAccountTokenProjection
        audience string
        expirationSeconds int64
        path string required
        user int32
        : ClusterTrustBundleProjection
        name string
        signerName string
        labelSelector LabelSelector
        optional bool
        path string required
        user int32
        : PodCertificateProjection
        signerName string
        keyType string
        maxExpirationSeconds int32
        credentialBundlePath string
        keyPath string
        certificateChainPath string
        userAnnotations {}string
        user int32
        : PortworxVolumeSource
        volumeID string required
        fsType string
        readOnly bool
        : ScaleIOVolumeSource
        gateway string required
        system string required
        secretRef LocalObjectReference required
        sslEnabled bool
        protectionDomain string
        storagePool string
        storageMode string default="ThinProvisioned"
        volumeName string
        fsType string default="xfs"
        readOnly bool
        : StorageOSVolumeSource
        volumeName string
        volumeNamespace string
        fsType string
        readOnly bool
        secretRef LocalObjectReference
        : CSIVolumeSource
        driver string required
        readOnly bool
        fsType string
        volumeAttributes {}string
        nodePublishSecretRef LocalObjectReference
        : EphemeralVolumeSource
        volumeClaimTemplate PersistentVolumeClaimTemplate
        : PersistentVolumeClaimTemplate
        metadata ObjectMeta
        spec PersistentVolumeClaimSpec required
        : PersistentVolumeClaimSpec
        accessModes []PersistentVolumeAccessMode list=atomic
        selector LabelSelector
        resources VolumeResourceRequirements
        volumeName string
        storageClassName string
        volumeMode PersistentVolumeMode
        dataSource TypedLocalObjectReference
        dataSourceRef TypedObjectReference
        volumeAttributesClassName string
        = PersistentVolumeAccessMode ReadWriteOnce,ReadOnlyMany,ReadWriteMany,ReadWriteOncePod
        : VolumeResourceRequirements
        limits {}quantity
        requests {}quantity
        = PersistentVolumeMode Block,Filesystem
        : TypedLocalObjectReference atomic
        apiGroup string
        kind string required
        name string required
        : TypedObjectReference
        apiGroup string
        kind string required
        name string required
        namespace string
        : ImageVolumeSource
        reference string
        pullPolicy PullPolicy
        = PullPolicy Always,Never,IfNotPresent
        : Container
        name string required
        image string
        command []string list=atomic
        args []string list=atomic
        workingDir string
        ports []ContainerPort patch=merge mergeKey=containerPort list=map keys=containerPort,protocol
        envFrom []EnvFromSource list=atomic
        env []EnvVar patch=merge mergeKey=name list=map keys=name
        resources ResourceRequirements
        resizePolicy []ContainerResizePolicy list=atomic
        restartPolicy ContainerRestartPolicy
        restartPolicyRules []ContainerRestartRule list=atomic
        volumeMounts []VolumeMount patch=merge mergeKey=mountPath list=map keys=mountPath
        volumeDevices []VolumeDevice patch=merge mergeKey=devicePath list=map keys=devicePath
        livenessProbe Probe
        readinessProbe Probe
        startupProbe Probe
        lifecycle Lifecycle
        terminationMessagePath string
        terminationMessagePolicy TerminationMessagePolicy
        imagePullPolicy PullPolicy
        securityContext SecurityContext
        stdin bool
        stdinOnce bool
        tty bool
        : ContainerPort
        name string
        hostPort int32
        containerPort int32 required
        protocol Protocol default="TCP"
        hostIP string
        = Protocol TCP,UDP,SCTP
        : EnvFromSource
        prefix string
        configMapRef ConfigMapEnvSource
        secretRef SecretEnvSource
        : ConfigMapEnvSource
        name string default=""
        optional bool
        : SecretEnvSource
        name string default=""
        optional bool
        : EnvVar
        name string required
        value string
        valueFrom EnvVarSource
        : EnvVarSource
        fieldRef ObjectFieldSelector
        resourceFieldRef ResourceFieldSelector
        configMapKeyRef ConfigMapKeySelector
        secretKeyRef SecretKeySelector
        fileKeyRef FileKeySelector
        : ConfigMapKeySelector atomic
        name string default=""
        key string required
        optional bool
        : SecretKeySelector atomic
        name string default=""
        key string required
        optional bool
        : FileKeySelector atomic
        volumeName string required
        path string required
        key string required
        optional bool default=false
        : ResourceRequirements
        limits {}quantity
        requests {}quantity
        claims []ResourceClaim list=map keys=name
        : ResourceClaim
        name string required
        request string
        : ContainerResizePolicy
        resourceName ResourceName required
        restartPolicy ResourceResizeRestartPolicy required
        = ResourceName cpu,memory,storage,ephemeral-storage,pods,services,replicationcontrollers,resourcequotas,secrets,configmaps,persistentvolumeclaims,services.nodeports,services.loadbalancers,requests.cpu,requests.memory,requests.storage,requests.ephemeral-storage,limits.cpu,limits.memory,limits.ephemeral-storage
        = ResourceResizeRestartPolicy NotRequired,RestartContainer
        = ContainerRestartPolicy Always,Never,OnFailure
        : ContainerRestartRule
        action ContainerRestartRuleAction
        exitCodes ContainerRestartRuleOnExitCodes
        = ContainerRestartRuleAction Restart,RestartAllContainers
        : ContainerRestartRuleOnExitCodes
        operator ContainerRestartRuleOnExitCodesOperator
        values []int32 list=set
        = ContainerRestartRuleOnExitCodesOperator In,NotIn
        : VolumeMount
        name string required
        readOnly bool
        recursiveReadOnly RecursiveReadOnlyMode
        mountPath string required
        subPath string
        mountPropagation MountPropagationMode
        subPathExpr string
        bindMountOptions []string
        = RecursiveReadOnlyMode Disabled,IfPossible,Enabled
        = MountPropagationMode None,HostToContainer,Bidirectional
        : VolumeDevice
        name string required
        devicePath string required
        : Probe
        exec ExecAction
        httpGet HTTPGetAction
        tcpSocket TCPSocketAction
        grpc GRPCAction
        initialDelaySeconds int32
        timeoutSeconds int32
        periodSeconds int32
        successThreshold int32
        failureThreshold int32
        terminationGracePeriodSeconds int64
        : ExecAction
        command []string list=atomic
        : HTTPGetAction
        path string
        port intOrString required
        host string
        scheme URIScheme
        httpHeaders []HTTPHeader list=atomic
        protocol string
        = URIScheme HTTP,HTTPS
        : HTTPHeader
        name string required
        value string required
        : TCPSocketAction
        port intOrString required
        host string
        : GRPCAction
        port int32 required
        service string default=""
        mode string
        : Lifecycle
        postStart LifecycleHandler
        preStop LifecycleHandler
        stopSignal Signal
        : LifecycleHandler
        exec ExecAction
        httpGet HTTPGetAction
        tcpSocket TCPSocketAction
        sleep SleepAction
        : SleepAction
        seconds int64 required
        = Signal SIGABRT,SIGALRM,SIGBUS,SIGCHLD,SIGCLD,SIGCONT,SIGFPE,SIGHUP,SIGILL,SIGINT,SIGIO,SIGIOT,SIGKILL,SIGPIPE,SIGPOLL,SIGPROF,SIGPWR,SIGQUIT,SIGSEGV,SIGSTKFLT,SIGSTOP,SIGSYS,SIGTERM,SIGTRAP,SIGTSTP,SIGTTIN,SIGTTOU,SIGURG,SIGUSR1,SIGUSR2,SIGVTALRM,SIGWINCH,SIGXCPU,SIGXFSZ,SIGRTMIN,SIGRTMIN+1,SIGRTMIN+2,SIGRTMIN+3,SIGRTMIN+4,SIGRTMIN+5,SIGRTMIN+6,SIGRTMIN+7,SIGRTMIN+8,SIGRTMIN+9,SIGRTMIN+10,SIGRTMIN+11,SIGRTMIN+12,SIGRTMIN+13,SIGRTMIN+14,SIGRTMIN+15,SIGRTMAX-14,SIGRTMAX-13,SIGRTMAX-12,SIGRTMAX-11,SIGRTMAX-10,SIGRTMAX-9,SIGRTMAX-8,SIGRTMAX-7,SIGRTMAX-6,SIGRTMAX-5,SIGRTMAX-4,SIGRTMAX-3,SIGRTMAX-2,SIGRTMAX-1,SIGRTMAX
        = TerminationMessagePolicy File,FallbackToLogsOnError
        : SecurityContext
        capabilities Capabilities
        privileged bool
        seLinuxOptions SELinuxOptions
        windowsOptions WindowsSecurityContextOptions
        runAsUser int64
        runAsGroup int64
        runAsNonRoot bool
        readOnlyRootFilesystem bool
        allowPrivilegeEscalation bool
        procMount ProcMountType
        seccompProfile SeccompProfile
        appArmorProfile AppArmorProfile
        : Capabilities
        add []string list=atomic
        drop []string list=atomic
        : SELinuxOptions
        user string
        role string
        type string
        level string
        : WindowsSecurityContextOptions
        gmsaCredentialSpecName string
        gmsaCredentialSpec string
        runAsUserName string
        hostProcess bool
        = ProcMountType Default,Unmasked
        : SeccompProfile
        type SeccompProfileType required
        localhostProfile string
        = SeccompProfileType Unconfined,RuntimeDefault,Localhost
        : AppArmorProfile
        type AppArmorProfileType required
        localhostProfile string
        = AppArmorProfileType Unconfined,RuntimeDefault,Localhost
        : EphemeralContainer
        name string required
        image string
        command []string list=atomic
        args []string list=atomic
        workingDir string
        ports []ContainerPort patch=merge mergeKey=containerPort list=map keys=containerPort,protocol
        envFrom []EnvFromSource list=atomic
        env []EnvVar patch=merge mergeKey=name list=map keys=name
        resources ResourceRequirements
        resizePolicy []ContainerResizePolicy list=atomic
        restartPolicy ContainerRestartPolicy
        restartPolicyRules []ContainerRestartRule list=atomic
        volumeMounts []VolumeMount patch=merge mergeKey=mountPath list=map keys=mountPath
        volumeDevices []VolumeDevice patch=merge mergeKey=devicePath list=map keys=devicePath
        livenessProbe Probe
        readinessProbe Probe
        startupProbe Probe
        lifecycle Lifecycle
        terminationMessagePath string
        terminationMessagePolicy TerminationMessagePolicy
        imagePullPolicy PullPolicy
        securityContext SecurityContext
        stdin bool
        stdinOnce bool
        tty bool
        targetContainerName string
        : Pod
        kind string
        apiVersion string
        metadata ObjectMeta
        spec PodSpec
        status PodStatus
        : PodSpec
        volumes []Volume patch=merge,retainKeys mergeKey=name list=map keys=name
        initContainers []Container patch=merge mergeKey=name list=map keys=name
        containers []Container required patch=merge mergeKey=name list=map keys=name
        ephemeralContainers []EphemeralContainer patch=merge mergeKey=name list=map keys=name
        restartPolicy RestartPolicy
        terminationGracePeriodSeconds int64
        activeDeadlineSeconds int64
        dnsPolicy DNSPolicy
        nodeSelector {}string list=atomic
        serviceAccountName string
        serviceAccount string
        automountServiceAccountToken bool
        nodeName string
        hostNetwork bool
        hostPID bool
        hostIPC bool
        shareProcessNamespace bool
        securityContext PodSecurityContext
        imagePullSecrets []LocalObjectReference patch=merge mergeKey=name list=map keys=name
        hostname string
        subdomain string
        affinity Affinity
        schedulerName string
        tolerations []Toleration list=atomic
        hostAliases []HostAlias patch=merge mergeKey=ip list=map keys=ip
        priorityClassName string
        priority int32
        dnsConfig PodDNSConfig
        readinessGates []PodReadinessGate list=atomic
        runtimeClassName string
        enableServiceLinks bool
        preemptionPolicy PreemptionPolicy
        overhead {}quantity
        topologySpreadConstraints []TopologySpreadConstraint patch=merge mergeKey=topologyKey list=map keys=topologyKey,whenUnsatisfiable
        setHostnameAsFQDN bool
        os PodOS
        hostUsers bool
        schedulingGates []PodSchedulingGate patch=merge mergeKey=name list=map keys=name
        resourceClaims []PodResourceClaim patch=merge,retainKeys mergeKey=name list=map keys=name
        resources ResourceRequirements
        hostnameOverride string
        schedulingGroup PodSchedulingGroup
        evictionResponders []EvictionResponder
        = RestartPolicy Always,OnFailure,Never
        = DNSPolicy ClusterFirstWithHostNet,ClusterFirst,Default,None
        : PodSecurityContext
        seLinuxOptions SELinuxOptions
        windowsOptions WindowsSecurityContextOptions
        runAsUser int64
        runAsGroup int64
        runAsNonRoot bool
        supplementalGroups []int64 list=atomic
        supplementalGroupsPolicy SupplementalGroupsPolicy
        fsGroup int64
        sysctls []Sysctl list=atomic
        fsGroupChangePolicy PodFSGroupChangePolicy
        seccompProfile SeccompProfile
        appArmorProfile AppArmorProfile
        seLinuxChangePolicy PodSELinuxChangePolicy
        = SupplementalGroupsPolicy Merge,Strict
        : Sysctl
        name string required
        value string required
        = PodFSGroupChangePolicy OnRootMismatch,Always
        = PodSELinuxChangePolicy Recursive,MountOption
        : Affinity
        nodeAffinity NodeAffinity
        podAffinity PodAffinity
        podAntiAffinity PodAntiAffinity
        : NodeAffinity
        requiredDuringSchedulingIgnoredDuringExecution NodeSelector
        preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm list=atomic
        : NodeSelector atomic
        nodeSelectorTerms []NodeSelectorTerm required list=atomic
        : NodeSelectorTerm atomic
        matchExpressions []NodeSelectorRequirement list=atomic
        matchFields []NodeSelectorRequirement list=atomic
        : NodeSelectorRequirement
        key string required
        operator NodeSelectorOperator required
        values []string list=atomic
        = NodeSelectorOperator In,NotIn,Exists,DoesNotExist,Gt,Lt
        : PreferredSchedulingTerm
        weight int32 required
        preference NodeSelectorTerm required
        : PodAffinity
        requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm list=atomic
        preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm list=atomic
        : PodAffinityTerm
        labelSelector LabelSelector
        namespaces []string list=atomic
        topologyKey string required
        namespaceSelector LabelSelector
        matchLabelKeys []string list=atomic
        mismatchLabelKeys []string list=atomic
        : WeightedPodAffinityTerm
        weight int32 required
        podAffinityTerm PodAffinityTerm required
        : PodAntiAffinity
        requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm list=atomic
        preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm list=atomic
        : Toleration
        key string
        operator TolerationOperator
        value string
        effect TaintEffect
        tolerationSeconds int64
        = TolerationOperator Exists,Equal,Lt,Gt
        = TaintEffect NoSchedule,PreferNoSchedule,NoExecute
        : HostAlias
        ip string required
        hostnames []string list=atomic
        : PodDNSConfig
        nameservers []string list=atomic
        searches []string list=atomic
        options []PodDNSConfigOption list=atomic
        : PodDNSConfigOption
        name string
        value string
        : PodReadinessGate
        conditionType PodConditionType required
        = PodConditionType ContainersReady,Initialized,Ready,PodScheduled,DisruptionTarget,PodReadyToStartContainers,PodResizePending,PodResizeInProgress,AllContainersRestarting
        = PreemptionPolicy PreemptLowerPriority,Never
        : TopologySpreadConstraint
        maxSkew int32 required
        topologyKey string required
        whenUnsatisfiable UnsatisfiableConstraintAction required
        labelSelector LabelSelector
        minDomains int32
        nodeAffinityPolicy NodeInclusionPolicy
        nodeTaintsPolicy NodeInclusionPolicy
        matchLabelKeys []string list=atomic
        = UnsatisfiableConstraintAction DoNotSchedule,ScheduleAnyway
        = NodeInclusionPolicy Ignore,Honor
        : PodOS
        name OSName required
        = OSName linux,windows
        : PodSchedulingGate
        name string required
        : PodResourceClaim
        name string required
        resourceClaimName string
        resourceClaimTemplateName string
        : PodSchedulingGroup
        podGroupName string
        : EvictionResponder
        name string required
        priority int32 required
        : PodStatus
        observedGeneration int64
        phase PodPhase
        conditions []PodCondition patch=merge mergeKey=type list=map keys=type
        message string
        reason string
        nominatedNodeName string
        hostIP string
        hostIPs []HostIP patch=merge mergeKey=ip list=atomic
        podIP string
        podIPs []PodIP patch=merge mergeKey=ip list=map keys=ip
        startTime time
        initContainerStatuses []ContainerStatus list=atomic
        containerStatuses []ContainerStatus list=atomic
        qosClass PodQOSClass
        ephemeralContainerStatuses []ContainerStatus list=atomic
        resize PodResizeStatus
        resourceClaimStatuses []PodResourceClaimStatus patch=merge,retainKeys mergeKey=name list=map keys=name
        extendedResourceClaimStatus PodExtendedResourceClaimStatus
        allocatedResources {}quantity
        resources ResourceRequirements
        nodeAllocatableResourceClaimStatuses []NodeAllocatableResourceClaimStatus list=atomic
        volumeHealth []PodVolumeHealth
        = PodPhase Pending,Running,Succeeded,Failed,Unknown
        : PodCondition
        type PodConditionType required
        observedGeneration int64
        status ConditionStatus required
        lastProbeTime time
        lastTransitionTime time
        reason string
        message string
        : HostIP
        ip string required
        : PodIP
        ip string required
        : ContainerStatus
        name string required
        state ContainerState
        lastState ContainerState
        ready bool required
        restartCount int32 required
        image string required
        imageID string required
        containerID string
        started bool
        allocatedResources {}quantity
        resources ResourceRequirements
        volumeMounts []VolumeMountStatus patch=merge mergeKey=mountPath list=map keys=mountPath
        user ContainerUser
        allocatedResourcesStatus []ResourceStatus patch=merge mergeKey=name list=map keys=name
        stopSignal Signal
        : ContainerState
        waiting ContainerStateWaiting
        running ContainerStateRunning
        terminated ContainerStateTerminated
        : ContainerStateWaiting
        reason string
        message string
        : ContainerStateRunning
        startedAt time
        : ContainerStateTerminated
        exitCode int32 required
        signal int32
        reason string
        message string
        startedAt time
        finishedAt time
        containerID string
        : VolumeMountStatus
        name string required
        mountPath string required
        readOnly bool
        recursiveReadOnly RecursiveReadOnlyMode
        volumeStatus VolumeStatus
        : VolumeStatus
        image ImageVolumeStatus
        : ImageVolumeStatus
        imageRef string
        : ContainerUser
        linux LinuxContainerUser
        : LinuxContainerUser
        uid int64 required
        gid int64 required
        supplementalGroups []int64 list=atomic
        : ResourceStatus
        name ResourceName required
        resources []ResourceHealth list=map keys=resourceID
        : ResourceHealth
        resourceID string required
        health ResourceHealthStatus
        message string
        = ResourceHealthStatus Healthy,Unhealthy,Unknown
        = PodQOSClass Guaranteed,Burstable,BestEffort
        = PodResizeStatus InProgress,Deferred,Infeasible
        : PodResourceClaimStatus
        name string required
        resourceClaimName string
        : PodExtendedResourceClaimStatus
        requestMappings []ContainerExtendedResourceRequest required list=atomic
        resourceClaimName string required
        : ContainerExtendedResourceRequest
        containerName string required
        resourceName string required
        requestName string required
        : NodeAllocatableResourceClaimStatus
        resourceClaimName string required
        containers []string list=set
        resources {}quantity required
        mapping []NodeAllocatableMappedResources
        overhead []NodeAllocatableOverheadResources
        : NodeAllocatableMappedResources
        name string required
        quantity string required
        : NodeAllocatableOverheadResources
        name string required
        perContainer string
        perPod string
        : PodVolumeHealth
        healthConditions []VolumeHealthCondition
        lastTransitionTime string
        name string required
        : VolumeHealthCondition
        message string
        reason string required
        status string required
        : PodList
        kind string
        apiVersion string
        metadata ListMeta
        items []Pod required
        : PodTemplateSpec
        metadata ObjectMeta
        spec PodSpec
        : PodLogOptions
        kind string
        apiVersion string
        container string
        follow bool
        previous bool
        sinceSeconds int64
        sinceTime time
        timestamps bool
        tailLines int64
        limitBytes int64
        insecureSkipTLSVerifyBackend bool
        stream string
        : Namespace
        kind string
        apiVersion string
        metadata ObjectMeta
        spec NamespaceSpec
        status NamespaceStatus
        : NamespaceSpec
        finalizers []FinalizerName list=atomic
        = FinalizerName kubernetes
        : NamespaceStatus
        phase NamespacePhase
        conditions []NamespaceCondition patch=merge mergeKey=type list=map keys=type
        = NamespacePhase Active,Terminating
        : NamespaceCondition
        type NamespaceConditionType required
        status ConditionStatus required
        lastTransitionTime time
        reason string
        message string
        = NamespaceConditionType NamespaceDeletionDiscoveryFailure,NamespaceDeletionContentFailure,NamespaceDeletionGroupVersionParsingFailure,NamespaceContentRemaining,NamespaceFinalizersRemaining
        : NamespaceList
        kind string
        apiVersion string
        metadata ListMeta
        items []Namespace required
        : Node
        kind string
        apiVersion string
        metadata ObjectMeta
        spec NodeSpec
        status NodeStatus
        : NodeSpec
        podCIDR string
        podCIDRs []string patch=merge list=set
        providerID string
        unschedulable bool
        taints []Taint list=atomic
        configSource NodeConfigSource
        externalID string
        podPreemptionPolicy NodePodPreemptionPolicy
        : Taint
        key string required
        value string
        effect TaintEffect required
        timeAdded time
        : NodeConfigSource
        configMap ConfigMapNodeConfigSource
        : ConfigMapNodeConfigSource
        namespace string required
        name string required
        uid string
        resourceVersion string
        kubeletConfigKey string required
        : NodePodPreemptionPolicy
        disableResizePreemption []string
        : NodeStatus
        capacity {}quantity
        allocatable {}quantity
        phase NodePhase
        conditions []NodeCondition patch=merge mergeKey=type list=map keys=type
        addresses []NodeAddress patch=merge mergeKey=type list=map keys=type
        daemonEndpoints NodeDaemonEndpoints
        nodeInfo NodeSystemInfo
        images []ContainerImage list=atomic
        volumesInUse []string list=atomic
        volumesAttached []AttachedVolume list=atomic
        config NodeConfigStatus
        runtimeHandlers []NodeRuntimeHandler list=atomic
        features NodeFeatures
        declaredFeatures []string list=atomic
        = NodePhase Pending,Running,Terminated
        : NodeCondition
        type NodeConditionType required
        status ConditionStatus required
        lastHeartbeatTime time
        lastTransitionTime time
        reason string
        message string
        = NodeConditionType Ready,MemoryPressure,DiskPressure,PIDPressure,NetworkUnavailable
        : NodeAddress
        type NodeAddressType required
        address string required
        = NodeAddressType Hostname,InternalIP,ExternalIP,InternalDNS,ExternalDNS
        : NodeDaemonEndpoints
        kubeletEndpoint DaemonEndpoint
        : DaemonEndpoint
        Port int32 required
        : NodeSystemInfo
        machineID string required
        systemUUID string required
        bootID string required
        kernelVersion string required
        osImage string required
        containerRuntimeVersion string required
        kubeletVersion string required
        kubeProxyVersion string required
        operatingSystem string required
        architecture string required
        swap NodeSwapStatus
        runningInUserNamespace bool
        : NodeSwapStatus
        capacity int64
        : ContainerImage
        names []string list=atomic
        sizeBytes int64
        : AttachedVolume
        name string required
        devicePath string required
        : NodeConfigStatus
        assigned NodeConfigSource
        active NodeConfigSource
        lastKnownGood NodeConfigSource
        error string
        : NodeRuntimeHandler
        name string
        features NodeRuntimeHandlerFeatures
        : NodeRuntimeHandlerFeatures
        recursiveReadOnlyMounts bool
        userNamespaces bool
        : NodeFeatures
        supplementalGroupsPolicy bool
        : NodeList
        kind string
        apiVersion string
        metadata ListMeta
        items []Node required
        : Event
        kind string
        apiVersion string
        metadata ObjectMeta required
        involvedObject ObjectReference required
        reason string
        message string
        source EventSource
        firstTimestamp time
        lastTimestamp time
        count int32
        type string
        eventTime microTime
        series EventSeries
        action string
        related ObjectReference
        reportingComponent string
        reportingInstance string
        : EventSource
        component string
        host string
        : EventSeries
        count int32
        lastObservedTime microTime
        : EventList
        kind string
        apiVersion string
        metadata ListMeta
        items []Event required
        : ConfigMap
        kind string
        apiVersion string
        metadata ObjectMeta
        immutable bool
        data {}string
        binaryData {}bytes
        : ConfigMapList
        kind string
        apiVersion string
        metadata ListMeta
        items []ConfigMap required
        : Secret
        kind string
        apiVersion string
        metadata ObjectMeta
        immutable bool
        data {}bytes
        stringData {}string
        type SecretType
        = SecretType Opaque,kubernetes.io/service-account-token,kubernetes.io/dockercfg,kubernetes.io/dockerconfigjson,kubernetes.io/basic-auth,kubernetes.io/ssh-auth,kubernetes.io/tls,bootstrap.kubernetes.io/token
        : SecretList
        kind string
        apiVersion string
        metadata ListMeta
        items []Secret required
        : ServiceAccount
        kind string
        apiVersion string
        metadata ObjectMeta
        secrets []ObjectReference patch=merge mergeKey=name list=map keys=name
        imagePullSecrets []LocalObjectReference list=atomic
        automountServiceAccountToken bool
        : ServiceAccountList
        kind string
        apiVersion string
        metadata ListMeta
        items []ServiceAccount required
        : PodTemplate
        kind string
        apiVersion string
        metadata ObjectMeta
        template PodTemplateSpec
        : LimitRange
        kind string
        apiVersion string
        metadata ObjectMeta
        spec LimitRangeSpec
        : LimitRangeSpec
        limits []LimitRangeItem required list=atomic
        : LimitRangeItem
        type LimitType required
        max {}quantity
        min {}quantity
        default {}quantity
        defaultRequest {}quantity
        maxLimitRequestRatio {}quantity
        = LimitType Pod,Container,PersistentVolumeClaim
        : ResourceQuota
        kind string
        apiVersion string
        metadata ObjectMeta
        spec ResourceQuotaSpec
        status ResourceQuotaStatus
        : ResourceQuotaSpec
        hard {}quantity
        scopes []ResourceQuotaScope list=atomic
        scopeSelector ScopeSelector
        = ResourceQuotaScope Terminating,NotTerminating,BestEffort,NotBestEffort,PriorityClass,CrossNamespacePodAffinity,VolumeAttributesClass
        : ScopeSelector atomic
        matchExpressions []ScopedResourceSelectorRequirement list=atomic
        : ScopedResourceSelectorRequirement
        scopeName ResourceQuotaScope required
        operator ScopeSelectorOperator required
        values []string list=atomic
        = ScopeSelectorOperator In,NotIn,Exists,DoesNotExist
        : ResourceQuotaStatus
        hard {}quantity
        used {}quantity
        : Service
        kind string
        apiVersion string
        metadata ObjectMeta
        spec ServiceSpec
        status ServiceStatus
        : ServiceSpec
        ports []ServicePort patch=merge mergeKey=port list=map keys=port,protocol
        selector {}string list=atomic
        clusterIP string
        clusterIPs []string list=atomic
        type ServiceType
        externalIPs []string list=atomic
        sessionAffinity ServiceAffinity
        loadBalancerIP string
        loadBalancerSourceRanges []string list=atomic
        externalName string
        externalTrafficPolicy ServiceExternalTrafficPolicy
        healthCheckNodePort int32
        publishNotReadyAddresses bool
        sessionAffinityConfig SessionAffinityConfig
        ipFamilies []IPFamily list=atomic
        ipFamilyPolicy IPFamilyPolicy
        allocateLoadBalancerNodePorts bool
        loadBalancerClass string
        internalTrafficPolicy ServiceInternalTrafficPolicy
        trafficDistribution string
        : ServicePort
        name string
        protocol Protocol default="TCP"
        appProtocol string
        port int32 required
        targetPort intOrString
        nodePort int32
        = ServiceType ClusterIP,NodePort,LoadBalancer,ExternalName
        = ServiceAffinity ClientIP,None
        = ServiceExternalTrafficPolicy Cluster,Local
        : SessionAffinityConfig
        clientIP ClientIPConfig
        : ClientIPConfig
        timeoutSeconds int32
        = IPFamily IPv4,IPv6,
        = IPFamilyPolicy SingleStack,PreferDualStack,RequireDualStack
        = ServiceInternalTrafficPolicy Cluster,Local
        : ServiceStatus
        loadBalancer LoadBalancerStatus
        conditions []Condition patch=merge mergeKey=type list=map keys=type
        : LoadBalancerStatus
        ingress []LoadBalancerIngress list=atomic
        : LoadBalancerIngress
        ip string
        hostname string
        ipMode LoadBalancerIPMode
        ports []PortStatus list=atomic
        = LoadBalancerIPMode VIP,Proxy
        : PortStatus
        port int32 required
        protocol Protocol required
        error string
        : Endpoints
        kind string
        apiVersion string
        metadata ObjectMeta
        subsets []EndpointSubset list=atomic
        : EndpointSubset
        addresses []EndpointAddress list=atomic
        notReadyAddresses []EndpointAddress list=atomic
        ports []EndpointPort list=atomic
        : EndpointAddress atomic
        ip string required
        hostname string
        nodeName string
        targetRef ObjectReference
        : EndpointPort atomic
        name string
        port int32 required
        protocol Protocol
        appProtocol string
        : PersistentVolume
        kind string
        apiVersion string
        metadata ObjectMeta
        spec PersistentVolumeSpec
        status PersistentVolumeStatus
        : PersistentVolumeSpec
        capacity {}quantity
        gcePersistentDisk GCEPersistentDiskVolumeSource
        awsElasticBlockStore AWSElasticBlockStoreVolumeSource
        hostPath HostPathVolumeSource
        glusterfs GlusterfsPersistentVolumeSource
        nfs NFSVolumeSource
        rbd RBDPersistentVolumeSource
        iscsi ISCSIPersistentVolumeSource
        cinder CinderPersistentVolumeSource
        cephfs CephFSPersistentVolumeSource
        fc FCVolumeSource
        flocker FlockerVolumeSource
        flexVolume FlexPersistentVolumeSource
        azureFile AzureFilePersistentVolumeSource
        vsphereVolume VsphereVirtualDiskVolumeSource
        quobyte QuobyteVolumeSource
        azureDisk AzureDiskVolumeSource
        photonPersistentDisk PhotonPersistentDiskVolumeSource
        portworxVolume PortworxVolumeSource
        scaleIO ScaleIOPersistentVolumeSource
        local LocalVolumeSource
        storageos StorageOSPersistentVolumeSource
        csi CSIPersistentVolumeSource
        accessModes []PersistentVolumeAccessMode list=atomic
        claimRef ObjectReference list=granular
        persistentVolumeReclaimPolicy PersistentVolumeReclaimPolicy
        storageClassName string
        mountOptions []string list=atomic
        volumeMode PersistentVolumeMode
        nodeAffinity VolumeNodeAffinity
        volumeAttributesClassName string
        : GlusterfsPersistentVolumeSource
        endpoints string required
        path string required
        readOnly bool
        endpointsNamespace string
        : RBDPersistentVolumeSource
        monitors []string required list=atomic
        image string required
        fsType string
        pool string default="rbd"
        user string default="admin"
        keyring string default="/etc/ceph/keyring"
        secretRef SecretReference
        readOnly bool
        : SecretReference atomic
        name string
        namespace string
        : ISCSIPersistentVolumeSource
        targetPortal string required
        iqn string required
        lun int32 required
        iscsiInterface string default="default"
        fsType string
        readOnly bool
        portals []string list=atomic
        chapAuthDiscovery bool
        chapAuthSession bool
        secretRef SecretReference
        initiatorName string
        : CinderPersistentVolumeSource
        volumeID string required
        fsType string
        readOnly bool
        secretRef SecretReference
        : CephFSPersistentVolumeSource
        monitors []string required list=atomic
        path string
        user string
        secretFile string
        secretRef SecretReference
        readOnly bool
        : FlexPersistentVolumeSource
        driver string required
        fsType string
        secretRef SecretReference
        readOnly bool
        options {}string
        : AzureFilePersistentVolumeSource
        secretName string required
        shareName string required
        readOnly bool
        secretNamespace string
        : ScaleIOPersistentVolumeSource
        gateway string required
        system string required
        secretRef SecretReference required
        sslEnabled bool
        protectionDomain string
        storagePool string
        storageMode string default="ThinProvisioned"
        volumeName string
        fsType string default="xfs"
        readOnly bool
        : LocalVolumeSource
        path string required
        fsType string
        : StorageOSPersistentVolumeSource
        volumeName string
        volumeNamespace string
        fsType string
        readOnly bool
        secretRef ObjectReference
        : CSIPersistentVolumeSource
        driver string required
        volumeHandle string required
        readOnly bool
        fsType string
        volumeAttributes {}string
        controllerPublishSecretRef SecretReference
        nodeStageSecretRef SecretReference
        nodePublishSecretRef SecretReference
        controllerExpandSecretRef SecretReference
        nodeExpandSecretRef SecretReference
        = PersistentVolumeReclaimPolicy Recycle,Delete,Retain
        : VolumeNodeAffinity
        required NodeSelector
        : PersistentVolumeStatus
        phase PersistentVolumePhase
        message string
        reason string
        lastPhaseTransitionTime time
        = PersistentVolumePhase Pending,Available,Bound,Released,Failed
        : PersistentVolumeClaim
        kind string
        apiVersion string
        metadata ObjectMeta
        spec PersistentVolumeClaimSpec
        status PersistentVolumeClaimStatus
        : PersistentVolumeClaimStatus
        phase PersistentVolumeClaimPhase
        accessModes []PersistentVolumeAccessMode list=atomic
        capacity {}quantity
        conditions []PersistentVolumeClaimCondition patch=merge mergeKey=type list=map keys=type
        allocatedResources {}quantity
        allocatedResourceStatuses {}ClaimResourceStatus list=granular
        currentVolumeAttributesClassName string
        modifyVolumeStatus ModifyVolumeStatus
        healthStatus VolumeHealthStatus
        = PersistentVolumeClaimPhase Pending,Bound,Lost
        : PersistentVolumeClaimCondition
        type PersistentVolumeClaimConditionType required
        status ConditionStatus required
        lastProbeTime time
        lastTransitionTime time
        reason string
        message string
        = PersistentVolumeClaimConditionType Resizing,FileSystemResizePending,ControllerResizeError,NodeResizeError,ModifyVolumeError,ModifyingVolume,Unused
        = ClaimResourceStatus ControllerResizeInProgress,ControllerResizeInfeasible,NodeResizePending,NodeResizeInProgress,NodeResizeInfeasible
        : ModifyVolumeStatus
        targetVolumeAttributesClassName string
        status PersistentVolumeClaimModifyVolumeStatus required
        = PersistentVolumeClaimModifyVolumeStatus Pending,InProgress,Infeasible
        : VolumeHealthStatus
        healthConditions []VolumeHealthCondition
        lastTransitionTime string
        : Binding
        kind string
        apiVersion string
        metadata ObjectMeta
        target ObjectReference required
        @ policy/v1
        : PodDisruptionBudget
        kind string
        apiVersion string
        metadata ObjectMeta
        spec PodDisruptionBudgetSpec
        status PodDisruptionBudgetStatus
        : PodDisruptionBudgetSpec
        minAvailable intOrString
        selector LabelSelector patch=replace
        maxUnavailable intOrString
        unhealthyPodEvictionPolicy UnhealthyPodEvictionPolicyType
        = UnhealthyPodEvictionPolicyType IfHealthyBudget,AlwaysAllow
        : PodDisruptionBudgetStatus
        observedGeneration int64
        disruptedPods {}time
        disruptionsAllowed int32
        currentHealthy int32
        desiredHealthy int32
        expectedPods int32
        conditions []Condition patch=merge mergeKey=type list=map keys=type
        : Eviction
        kind string
        apiVersion string
        metadata ObjectMeta
        deleteOptions DeleteOptions
        @ authentication/v1
        : TokenRequest
        kind string
        apiVersion string
        metadata ObjectMeta
        spec TokenRequestSpec
        status TokenRequestStatus
        : TokenRequestSpec
        audiences []string list=atomic
        expirationSeconds int64
        boundObjectRef BoundObjectReference
        : BoundObjectReference
        kind string
        apiVersion string
        name string
        uid string
        : TokenRequestStatus
        token string
        expirationTimestamp time
        : TokenReview
        kind string
        apiVersion string
        metadata ObjectMeta
        spec TokenReviewSpec required
        status TokenReviewStatus
        : TokenReviewSpec
        token string
        audiences []string list=atomic
        : TokenReviewStatus
        authenticated bool
        user UserInfo
        audiences []string list=atomic
        error string
        : UserInfo
        username string
        uid string
        groups []string list=atomic
        extra {}[]string
        : SelfSubjectReview
        kind string
        apiVersion string
        metadata ObjectMeta
        status SelfSubjectReviewStatus
        : SelfSubjectReviewStatus
        userInfo UserInfo
        @ authorization/v1
        : SubjectAccessReview
        kind string
        apiVersion string
        metadata ObjectMeta
        spec SubjectAccessReviewSpec required
        status SubjectAccessReviewStatus
        : SubjectAccessReviewSpec
        resourceAttributes ResourceAttributes
        nonResourceAttributes NonResourceAttributes
        user string
        groups []string list=atomic
        extra {}[]string
        uid string
        : ResourceAttributes
        namespace string
        verb string
        group string
        version string
        resource string
        subresource string
        name string
        fieldSelector FieldSelectorAttributes
        labelSelector LabelSelectorAttributes
        : FieldSelectorAttributes
        rawSelector string
        requirements []FieldSelectorRequirement list=atomic
        @ meta/v1
        : FieldSelectorRequirement
        key string required
        operator FieldSelectorOperator required
        values []string list=atomic
        = FieldSelectorOperator In,NotIn,Exists,DoesNotExist
        @ authorization/v1
        : LabelSelectorAttributes
        rawSelector string
        requirements []LabelSelectorRequirement list=atomic
        : NonResourceAttributes
        path string
        verb string
        : SubjectAccessReviewStatus
        allowed bool required
        denied bool
        reason string
        evaluationError string
        : SelfSubjectAccessReview
        kind string
        apiVersion string
        metadata ObjectMeta
        spec SelfSubjectAccessReviewSpec required
        status SubjectAccessReviewStatus
        : SelfSubjectAccessReviewSpec
        resourceAttributes ResourceAttributes
        nonResourceAttributes NonResourceAttributes
        : SelfSubjectRulesReview
        kind string
        apiVersion string
        metadata ObjectMeta
        spec SelfSubjectRulesReviewSpec required
        status SubjectRulesReviewStatus
        : SelfSubjectRulesReviewSpec
        namespace string
        : SubjectRulesReviewStatus
        resourceRules []ResourceRule required list=atomic
        nonResourceRules []NonResourceRule required list=atomic
        incomplete bool required
        evaluationError string
        : ResourceRule
        verbs []string required list=atomic
        apiGroups []string list=atomic
        resources []string list=atomic
        resourceNames []string list=atomic
        : NonResourceRule
        verbs []string required list=atomic
        nonResourceURLs []string list=atomic
        : LocalSubjectAccessReview
        kind string
        apiVersion string
        metadata ObjectMeta
        spec SubjectAccessReviewSpec required
        status SubjectAccessReviewStatus
        @ rbac/v1
        : Role
        kind string
        apiVersion string
        metadata ObjectMeta
        rules []PolicyRule list=atomic
        : PolicyRule
        verbs []string required list=atomic
        apiGroups []string list=atomic
        resources []string list=atomic
        resourceNames []string list=atomic
        nonResourceURLs []string list=atomic
        : RoleBinding
        kind string
        apiVersion string
        metadata ObjectMeta
        subjects []Subject list=atomic
        roleRef RoleRef required
        : Subject atomic
        kind string required
        apiGroup string
        name string required
        namespace string
        : RoleRef atomic
        apiGroup string
        kind string required
        name string required
        : ClusterRole
        kind string
        apiVersion string
        metadata ObjectMeta
        rules []PolicyRule list=atomic
        aggregationRule AggregationRule
        : AggregationRule
        clusterRoleSelectors []LabelSelector list=atomic
        : ClusterRoleBinding
        kind string
        apiVersion string
        metadata ObjectMeta
        subjects []Subject list=atomic
        roleRef RoleRef required
        @ coordination/v1
        : Lease
        kind string
        apiVersion string
        metadata ObjectMeta
        spec LeaseSpec
        : LeaseSpec
        holderIdentity string
        leaseDurationSeconds int32
        acquireTime microTime
        renewTime microTime
        leaseTransitions int32
        strategy CoordinatedLeaseStrategy
        preferredHolder string
        = CoordinatedLeaseStrategy OldestEmulationVersion
        @ node/v1
        : RuntimeClass
        kind string
        apiVersion string
        metadata ObjectMeta
        handler string required
        overhead Overhead
        scheduling Scheduling
        : Overhead
        podFixed {}quantity
        : Scheduling
        nodeSelector {}string list=atomic
        tolerations []Toleration list=atomic
        @ scheduling/v1
        : PriorityClass
        kind string
        apiVersion string
        metadata ObjectMeta
        value int32
        globalDefault bool
        description string
        preemptionPolicy PreemptionPolicy
        @ events/v1
        : EventsEvent name=Event
        kind string
        apiVersion string
        metadata ObjectMeta
        eventTime microTime required
        series EventsEventSeries
        reportingController string
        reportingInstance string
        action string
        reason string
        regarding ObjectReference
        related ObjectReference
        note string
        type string
        deprecatedSource EventSource
        deprecatedFirstTimestamp time
        deprecatedLastTimestamp time
        deprecatedCount int32
        : EventsEventSeries name=EventSeries
        count int32 required
        lastObservedTime microTime required
        : EventsEventList name=EventList
        kind string
        apiVersion string
        metadata ListMeta
        items []EventsEvent required
        @ discovery/v1
        : EndpointSlice
        kind string
        apiVersion string
        metadata ObjectMeta
        addressType string required
        endpoints []Endpoint list=atomic
        ports []DiscoveryEndpointPort list=atomic
        : Endpoint
        addresses []string required list=set
        conditions EndpointConditions
        hostname string
        targetRef ObjectReference
        deprecatedTopology {}string
        nodeName string
        zone string
        hints EndpointHints
        : EndpointConditions
        ready bool
        serving bool
        terminating bool
        : EndpointHints
        forZones []ForZone list=atomic
        forNodes []ForNode list=atomic
        : ForZone
        name string required
        : ForNode
        name string required
        : DiscoveryEndpointPort atomic name=EndpointPort
        name string
        protocol Protocol
        port int32
        appProtocol string
        : EndpointSliceList
        kind string
        apiVersion string
        metadata ListMeta
        items []EndpointSlice required
        @ core/v1
        : PodTemplateList
        kind string
        apiVersion string
        metadata ListMeta
        items []PodTemplate required
        : LimitRangeList
        kind string
        apiVersion string
        metadata ListMeta
        items []LimitRange required
        : ResourceQuotaList
        kind string
        apiVersion string
        metadata ListMeta
        items []ResourceQuota required
        : ServiceList
        kind string
        apiVersion string
        metadata ListMeta
        items []Service required
        : EndpointsList
        kind string
        apiVersion string
        metadata ListMeta
        items []Endpoints required
        : PersistentVolumeList
        kind string
        apiVersion string
        metadata ListMeta
        items []PersistentVolume required
        : PersistentVolumeClaimList
        kind string
        apiVersion string
        metadata ListMeta
        items []PersistentVolumeClaim required
        @ rbac/v1
        : RoleList
        kind string
        apiVersion string
        metadata ListMeta
        items []Role required
        : RoleBindingList
        kind string
        apiVersion string
        metadata ListMeta
        items []RoleBinding required
        : ClusterRoleList
        kind string
        apiVersion string
        metadata ListMeta
        items []ClusterRole required
        : ClusterRoleBindingList
        kind string
        apiVersion string
        metadata ListMeta
        items []ClusterRoleBinding required
        @ policy/v1
        : PodDisruptionBudgetList
        kind string
        apiVersion string
        metadata ListMeta
        items []PodDisruptionBudget required
        @ coordination/v1
        : LeaseList
        kind string
        apiVersion string
        metadata ListMeta
        items []Lease required
        @ node/v1
        : RuntimeClassList
        kind string
        apiVersion string
        metadata ListMeta
        items []RuntimeClass required
        @ scheduling/v1
        : PriorityClassList
        kind string
        apiVersion string
        metadata ListMeta
        items []PriorityClass required
        """#
}
