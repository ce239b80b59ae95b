"""What programs do with the official Python client. KUBECONFIG says where."""
import sys

from kubernetes import client, config, dynamic, watch
from kubernetes.client.exceptions import ApiException
from kubernetes.stream import stream

config.load_kube_config()
core = client.CoreV1Api()
NAMESPACE = "python"


def pod(name, labels):
    return client.V1Pod(
        metadata=client.V1ObjectMeta(name=name, labels=labels),
        spec=client.V1PodSpec(
            termination_grace_period_seconds=0,
            containers=[
                client.V1Container(
                    name="main", image="busybox",
                    command=["sh", "-c", "echo hello from python; exec sleep 1000"])
            ]))


def expect_status(status, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except ApiException as error:
        assert error.status == status, error
        return error
    raise AssertionError(f"{call.__name__} did not fail with {status}")


def namespaces():
    core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=NAMESPACE)))
    assert NAMESPACE in [n.metadata.name for n in core.list_namespace().items]
    expect_status(409, core.create_namespace, client.V1Namespace(
        metadata=client.V1ObjectMeta(name=NAMESPACE)))


def lists_and_watches():
    for number in range(5):
        core.create_namespaced_pod(NAMESPACE, pod(f"p{number}", {"n": str(number % 2)}))
    pages, token = [], None
    while True:
        page = core.list_namespaced_pod(NAMESPACE, limit=2, _continue=token)
        pages.append([p.metadata.name for p in page.items])
        token = page.metadata._continue
        if not token:
            break
    assert pages == [["p0", "p1"], ["p2", "p3"], ["p4"]], pages
    even = core.list_namespaced_pod(NAMESPACE, label_selector="n in (0)")
    assert [p.metadata.name for p in even.items] == ["p0", "p2", "p4"]
    assert core.list_pod_for_all_namespaces(field_selector="metadata.name=p3").items
    expect_status(400, core.list_namespaced_pod, NAMESPACE, field_selector="spec.nope=1")

    # As an informer does it: a list, then a watch from its version.
    listed = core.list_namespaced_pod(NAMESPACE)
    core.delete_namespaced_pod("p4", NAMESPACE, grace_period_seconds=0)
    seen = []
    stream = watch.Watch()
    for event in stream.stream(
            core.list_namespaced_pod, NAMESPACE, timeout_seconds=20,
            resource_version=listed.metadata.resource_version):
        seen.append((event["type"], event["object"].metadata.name))
        if ("DELETED", "p4") in seen:
            stream.stop()
    assert all(kind != "ADDED" for kind, _ in seen), seen
    # One that begins with what is there.
    names = set()
    stream = watch.Watch()
    for event in stream.stream(core.list_namespaced_pod, NAMESPACE, timeout_seconds=20):
        names.add(event["object"].metadata.name)
        if names >= {"p0", "p1", "p2", "p3"}:
            stream.stop()
    # A watch that is too short for anything to happen ends by itself.
    assert not list(watch.Watch().stream(
        core.list_namespaced_config_map, NAMESPACE, timeout_seconds=1, label_selector="no=such"))
    expired = False
    try:
        for _ in watch.Watch().stream(
                core.list_namespaced_pod, NAMESPACE, resource_version="9" * 15, timeout_seconds=5):
            pass
    except ApiException as error:
        expired = error.status == 410
    assert expired


def wait_until_running(name):
    stream = watch.Watch()
    for event in stream.stream(
            core.list_namespaced_pod, NAMESPACE, field_selector=f"metadata.name={name}",
            timeout_seconds=60):
        if event["object"].status.phase == "Running":
            stream.stop()
            return
    raise AssertionError(f"{name} does not run")


def logs_and_patches():
    wait_until_running("p0")
    for line in watch.Watch().stream(core.read_namespaced_pod_log, "p0", NAMESPACE):
        assert line == "hello from python", line
        break
    assert "hello" in core.read_namespaced_pod_log("p0", NAMESPACE, tail_lines=1)
    patched = core.patch_namespaced_pod(
        "p0", NAMESPACE, {"metadata": {"labels": {"tier": "front", "n": None}}})
    assert patched.metadata.labels == {"tier": "front"}, patched.metadata.labels
    patched = core.patch_namespaced_pod(
        "p0", NAMESPACE, [{"op": "add", "path": "/metadata/labels/json", "value": "patch"}])
    assert patched.metadata.labels["json"] == "patch"
    found = core.read_namespaced_pod("p0", NAMESPACE)
    found.metadata.annotations = {"a": "b"}
    replaced = core.replace_namespaced_pod("p0", NAMESPACE, found)
    assert replaced.metadata.annotations["a"] == "b"
    expect_status(409, core.replace_namespaced_pod, "p0", NAMESPACE, found)
    error = expect_status(422, core.create_namespaced_pod, NAMESPACE, {
        "metadata": {"name": "bad"}, "spec": {"containers": [{"name": "main"}]}})
    assert "spec.containers[0].image: Required value" in error.body, error.body
    dry = core.create_namespaced_pod(NAMESPACE, pod("dry", {}), dry_run="All")
    assert dry.metadata.uid
    expect_status(404, core.read_namespaced_pod, "dry", NAMESPACE)


def other_kinds():
    core.create_namespaced_config_map(
        NAMESPACE, client.V1ConfigMap(metadata=client.V1ObjectMeta(name="c"), data={"k": "v"}))
    assert core.read_namespaced_config_map("c", NAMESPACE).data == {"k": "v"}
    core.create_namespaced_secret(
        NAMESPACE,
        client.V1Secret(metadata=client.V1ObjectMeta(name="s"), string_data={"k": "v"}))
    assert core.read_namespaced_secret("s", NAMESPACE).data == {"k": "dg=="}
    assert core.list_node().items[0].status.capacity["cpu"]
    assert client.VersionApi().get_code().major == "1"
    assert [g for g in client.ApisApi().get_api_versions().groups]


def dynamic_client_and_apply():
    api = dynamic.DynamicClient(client.ApiClient())
    resource = api.resources.get(api_version="v1", kind="ConfigMap")
    manifest = {
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": {"name": "applied", "namespace": NAMESPACE}, "data": {"a": "1"},
    }
    applied = resource.server_side_apply(
        body=manifest, name="applied", namespace=NAMESPACE, field_manager="python")
    assert applied.data.a == "1"
    managers = [m.manager for m in applied.metadata.managedFields]
    assert managers == ["python"], managers
    manifest["data"] = {"b": "2"}
    applied = resource.server_side_apply(
        body=manifest, name="applied", namespace=NAMESPACE, field_manager="python")
    assert applied.data.to_dict() == {"b": "2"}, applied.data


def streams():
    core.create_namespaced_pod(NAMESPACE, pod("talks", {}))
    watching = watch.Watch()
    for event in watching.stream(
            core.list_namespaced_pod, NAMESPACE, field_selector="metadata.name=talks",
            timeout_seconds=60):
        if event["object"].status.phase == "Running":
            watching.stop()
    said = stream(
        core.connect_get_namespaced_pod_exec, "talks", NAMESPACE, stdout=True, stderr=True,
        stdin=False, tty=False, command=["sh", "-c", "echo out; echo err >&2"])
    assert sorted(said.split()) == ["err", "out"], said
    shell = stream(
        core.connect_get_namespaced_pod_exec, "talks", NAMESPACE, stdout=True, stderr=True,
        stdin=True, tty=False, command=["sh"], _preload_content=False)
    shell.write_stdin("echo sum $((40+2))\nexit 3\n")
    said = ""
    while shell.is_open():
        shell.update(timeout=1)
        said += shell.read_stdout() if shell.peek_stdout() else ""
    assert said == "sum 42\n", said
    assert shell.returncode == 3, shell.returncode
    core.delete_namespaced_pod("talks", NAMESPACE, grace_period_seconds=0)


def deletes():
    core.delete_collection_namespaced_pod(NAMESPACE, grace_period_seconds=0)
    core.delete_namespace(NAMESPACE)
    stream = watch.Watch()
    for event in stream.stream(
            core.list_namespace, field_selector=f"metadata.name={NAMESPACE}", timeout_seconds=60):
        if event["type"] == "DELETED":
            stream.stop()
            return
    expect_status(404, core.read_namespace, NAMESPACE)


for step in [namespaces, lists_and_watches, logs_and_patches, other_kinds,
             dynamic_client_and_apply, streams, deletes]:
    print(step.__name__, flush=True)
    step()
print("done")
sys.exit(0)
