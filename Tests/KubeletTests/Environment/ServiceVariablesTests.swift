import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct ServiceVariablesTests {
    @Test("the API server, as clients in a cluster look for it")
    func apiServer() {
        let service = Service(json: [
            "metadata": ["name": "kubernetes", "namespace": "default"],
            "spec": [
                "clusterIP": "10.88.0.1",
                "ports": [["name": "https", "port": 443, "protocol": "TCP"]],
            ],
        ])
        #expect(
            ServiceVariables.variables(of: [service]) == [
                "KUBERNETES_SERVICE_HOST": "10.88.0.1",
                "KUBERNETES_SERVICE_PORT": "443",
                "KUBERNETES_SERVICE_PORT_HTTPS": "443",
                "KUBERNETES_PORT": "tcp://10.88.0.1:443",
                "KUBERNETES_PORT_443_TCP": "tcp://10.88.0.1:443",
                "KUBERNETES_PORT_443_TCP_PROTO": "tcp",
                "KUBERNETES_PORT_443_TCP_PORT": "443",
                "KUBERNETES_PORT_443_TCP_ADDR": "10.88.0.1",
            ])
    }

    @Test("names become those of variables; without an address there are none")
    func names() {
        let services = [
            Service(json: [
                "metadata": ["name": "my-db"],
                "spec": [
                    "clusterIP": "fd00::1",
                    "ports": [["port": 53, "protocol": "UDP"], ["name": "dns.tcp", "port": 54]],
                ],
            ]),
            Service(json: [
                "metadata": ["name": "headless"],
                "spec": ["clusterIP": "None", "ports": [["port": 80]]],
            ]),
            Service(json: ["metadata": ["name": "2nd"], "spec": ["clusterIP": "10.0.0.2"]]),
        ]
        #expect(
            ServiceVariables.variables(of: services) == [
                "MY_DB_SERVICE_HOST": "fd00::1", "MY_DB_SERVICE_PORT": "53",
                "MY_DB_SERVICE_PORT_DNS_TCP": "54", "MY_DB_PORT": "udp://[fd00::1]:53",
                "MY_DB_PORT_53_UDP": "udp://[fd00::1]:53", "MY_DB_PORT_53_UDP_PROTO": "udp",
                "MY_DB_PORT_53_UDP_PORT": "53", "MY_DB_PORT_53_UDP_ADDR": "fd00::1",
                "MY_DB_PORT_54_TCP": "tcp://[fd00::1]:54", "MY_DB_PORT_54_TCP_PROTO": "tcp",
                "MY_DB_PORT_54_TCP_PORT": "54", "MY_DB_PORT_54_TCP_ADDR": "fd00::1",
                "_2ND_SERVICE_HOST": "10.0.0.2",
            ])
    }
}
