import KubeconfigClient

/// Runs `body` with that many clients, each of which has its connection already.
func withClients<Result>(
    _ count: Int, of server: ServerAddress, _ body: ([KubeconfigClient]) async throws -> Result
) async throws -> Result {
    try await withClients(count, of: server, beside: [], body)
}

private func withClients<Result>(
    _ count: Int, of server: ServerAddress, beside clients: [KubeconfigClient],
    _ body: ([KubeconfigClient]) async throws -> Result
) async throws -> Result {
    guard clients.count < count else { return try await body(clients) }
    return try await KubeconfigClient.connected(to: server) { client in
        _ = try await client.isReady()
        return try await withClients(count, of: server, beside: clients + [client], body)
    }
}
