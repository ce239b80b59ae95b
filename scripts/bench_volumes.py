"""How soon a change of a ConfigMap is in the containers that mount it."""
import pathlib
import statistics
import time


def config_map_change(api, root, image, runs=10):
    """Milliseconds from the start of the update to the new file, for each run."""
    namespace = "/api/v1/namespaces/default"
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "bench-settings"},
                  "data": {"key": "0"}}
    api.request("POST", namespace + "/configmaps", config_map)
    pod = api.request("POST", namespace + "/pods", {
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bench-settings"},
        "spec": {
            "terminationGracePeriodSeconds": 0,
            "containers": [{
                "name": "main", "image": image, "imagePullPolicy": "IfNotPresent", "command": ["sleep", "1000"],
                "volumeMounts": [{"name": "settings", "mountPath": "/settings"}]}],
            "volumes": [{"name": "settings", "configMap": {"name": "bench-settings"}}]}})
    uid = pod["metadata"]["uid"]
    # The same file that the container sees: its volume is a bind mount of this folder.
    file = pathlib.Path(root) / "pods" / uid / "volumes/kubernetes.io~configmap/settings/key"
    wait(lambda: api.request("GET", namespace + "/pods/bench-settings")["status"].get("phase") == "Running", 60)
    times = []
    for run in range(1, runs + 1):
        config_map["data"]["key"] = str(run)
        start = time.monotonic()
        api.request("PUT", namespace + "/configmaps/bench-settings", config_map)
        wait(lambda: file.read_text() == str(run), 10)
        times.append((time.monotonic() - start) * 1000)
    api.request("DELETE", namespace + "/pods/bench-settings")
    api.request("DELETE", namespace + "/configmaps/bench-settings")
    return times


def wait(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("it did not happen in time")
        time.sleep(0.0005)


def report(api, root, image, row):
    times = config_map_change(api, root, image)
    row("ConfigMap change to the file in the container", f"{statistics.median(times):.1f}", "ms",
        f"(worst {max(times):.1f}; goal 1000)")
