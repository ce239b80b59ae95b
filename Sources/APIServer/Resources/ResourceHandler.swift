import AccessControl
import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import Synchronization

/// Objects over HTTP: one method a verb, each of which turns a request into a call of the client.
struct ResourceHandler: Sendable {
    let client: any KubernetesClient
    let logs: any PodLogSource
    /// Nil where nothing reaches into Pods.
    let streamSource: (any PodStreamSource)?
    /// Nil where no node can be reached.
    let nodeEndpoint: (any NodeEndpoint)?
    /// Answers the types that are questions.
    let reviews: AccessReviews
    /// Bytes.
    let maximumBodySize: Int

    func respond(to request: RESTRequest, at path: ResourcePath) async throws -> Response {
        switch (path.name, path.subresource) {
        case (nil, _): try await respondAtCollection(to: request, path)
        case (let name?, nil): try await respondAtObject(to: request, path, name: name)
        case (let name?, let subresource?):
            try await respondAtSubresource(to: request, path, name: name, subresource)
        }
    }

    private func respondAtCollection(
        to request: RESTRequest, _ path: ResourcePath
    ) async throws -> Response {
        guard let served = ServedResource.of(path.type) else { throw APIError.noSuchPath }
        // All namespaces together can only be read.
        let isWritable = path.namespace != nil || !path.type.namespaced
        switch request.method {
        case .get where served.isStored && request.query.flag("watch"):
            return try await watch(request, path)
        case .get where served.isStored: return try await list(request, path)
        case .get where served.isMeasured: return try await measure(request, path)
        case .post where isWritable && served.verbs.contains("create"):
            return try await create(request, path)
        case .delete where isWritable && served.verbs.contains("deletecollection"):
            return try await deleteCollection(request, path)
        default:
            let writes: [HTTPRequest.Method] =
                [.post] + (served.verbs.contains("deletecollection") ? [.delete] : [])
            throw MethodNotAllowed(
                served.isMeasured
                    ? [.get] : (served.isStored ? [.get] : []) + (isWritable ? writes : []))
        }
    }

    private func respondAtObject(
        to request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        guard let served = ServedResource.of(path.type), served.isStored || served.isMeasured
        else { throw APIError.noSuchPath }
        switch request.method {
        case .get where served.isMeasured:
            return try await measure(request, path, name: name)
        case _ where served.isMeasured: throw MethodNotAllowed([.get])
        case .get where request.query.flag("watch"):
            return try await watch(request, path)
        case .get: return try await get(request, path, name: name)
        case .put: return try await update(request, path, name: name)
        case .patch: return try await patch(request, path, name: name)
        case .delete: return try await delete(request, path, name: name)
        default: throw MethodNotAllowed([.get, .put, .patch, .delete])
        }
    }

    private func respondAtSubresource(
        to request: RESTRequest, _ path: ResourcePath, name: String, _ subresource: String
    ) async throws -> Response {
        guard let served = ServedResource.of(path.type)?.subresource(subresource) else {
            throw APIError.noSuchPath
        }
        switch (subresource, request.method) {
        case ("proxy", _) where path.type == .nodes:
            return try await proxyToNode(request, path, name: name)
        case ("proxy", _) where path.type == .pods:
            return try await proxyToPod(request, path, name: name)
        case ("exec", .get), ("exec", .post):
            return try await remoteCommand(request, path, pod: name, isExec: true)
        case ("attach", .get), ("attach", .post):
            return try await remoteCommand(request, path, pod: name, isExec: false)
        case ("portforward", .get), ("portforward", .post):
            return try await portForward(request, path, pod: name)
        case ("log", .get): return try await log(request, path, pod: name)
        case (_, .get) where served.verbs.contains("get"):
            return try await get(request, path, name: name)
        case (_, .put) where served.verbs.contains("update"):
            return try await update(request, path, name: name)
        case (_, .patch) where served.verbs.contains("patch"):
            return try await patch(request, path, name: name)
        case (_, .post) where served.verbs.contains("create"):
            return try await create(request, path, name: name, subresource)
        default: throw APIError.methodNotAllowed
        }
    }
}

/// A method that a path does not have, with those that it has.
struct MethodNotAllowed: Error {
    var allowed: [HTTPRequest.Method]

    init(_ allowed: [HTTPRequest.Method]) {
        self.allowed = allowed
    }
}
