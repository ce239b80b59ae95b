import AccessControl
import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization

extension ResourceHandler {
    func create(_ request: RESTRequest, _ path: ResourcePath) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let warnings = WarningCollector()
        var options = try request.query.writeOptions(
            .create, userAgent: request.headers[.userAgent], onWarning: warnings.add)
        let object = try await objectBody(request, path, &options)
        let text = Mutex<[UInt8]?>(nil)
        options.onText = { new in text.withLock { $0 = new } }
        let created: JSONValue
        if AccessReviews.types.contains(path.type) {
            created = try await reviews.answer(
                path.type, namespace: path.namespace, object: object,
                user: RequestScope.current?.user ?? .anonymous, options: options)
        } else {
            created = try await client.create(
                path.type, namespace: path.namespace, object: object, options: options)
        }
        if presentation.passesTextOn, let text = text.withLock({ $0 }) {
            return presentation.form.response(text, status: .created)
                .adding(warnings: warnings.texts)
        }
        return presentation.response(object: created, status: .created)
            .adding(warnings: warnings.texts)
    }

    /// Creates through a subresource: `pods/eviction`, `serviceaccounts/token`.
    func create(
        _ request: RESTRequest, _ path: ResourcePath, name: String, _ subresource: String
    ) async throws -> Response {
        let warnings = WarningCollector()
        var options = try request.query.writeOptions(
            .create, userAgent: request.headers[.userAgent], onWarning: warnings.add)
        let object = try await objectBody(request, path, &options)
        let created = try await client.create(
            path.type, namespace: path.namespace, name: name, subresource: subresource,
            object: object, options: options)
        return Response.json(created, status: .created, indent: request.indent)
            .adding(warnings: warnings.texts)
    }

    func update(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let warnings = WarningCollector()
        var options = try request.query.writeOptions(
            .update, userAgent: request.headers[.userAgent], onWarning: warnings.add)
        let wasCreated = Mutex(false)
        options.onCreate = { wasCreated.withLock { $0 = true } }
        let object = try await objectBody(request, path, &options)
        let updated = try await client.update(
            path.type, namespace: path.namespace, name: name, subresource: path.subresource,
            object: object, options: options)
        return presentation.response(
            object: updated, status: wasCreated.withLock { $0 } ? .created : .ok
        ).adding(warnings: warnings.texts)
    }

    func patch(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let format = try Self.patchFormat(request.headers[.contentType])
        let warnings = WarningCollector()
        var options = try request.query.patchOptions(
            format, userAgent: request.headers[.userAgent], onWarning: warnings.add)
        let wasCreated = Mutex(false)
        options.onCreate = { wasCreated.withLock { $0 = true } }
        guard let body = try await request.decodedBody(limit: maximumBodySize) else {
            throw APIError.badRequest("the body of the patch is empty")
        }
        options.duplicateFields = body.duplicates
        let patched = try await client.patch(
            path.type, namespace: path.namespace, name: name, subresource: path.subresource,
            patch: Patch(format, body.value), options: options)
        return presentation.response(
            object: patched, status: wasCreated.withLock { $0 } ? .created : .ok
        ).adding(warnings: warnings.texts)
    }

    func delete(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let body = try await request.decodedBody(limit: maximumBodySize)
        let options = try request.query.deleteOptions(body: body?.value)
        let deleted = try await client.delete(
            path.type, namespace: path.namespace, name: name, options: options)
        return presentation.response(object: deleted)
    }

    /// Deletes what the selectors choose, and answers the list of it. What goes meanwhile is fine.
    func deleteCollection(_ request: RESTRequest, _ path: ResourcePath) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let body = try await request.decodedBody(limit: maximumBodySize)
        let options = try request.query.deleteOptions(body: body?.value)
        var deleted = try await client.list(
            path.type, namespace: path.namespace, options: try request.query.listOptions())
        var items: [JSONValue] = []
        for object in deleted.items {
            guard let name = object.value(at: "metadata", "name")?.stringValue else { continue }
            do {
                items.append(
                    try await client.delete(
                        path.type, namespace: path.namespace, name: name, options: options))
            } catch let error as APIError where error.code == 404 {}
        }
        deleted.items = items
        return presentation.response(list: deleted)
    }

    static func patchFormat(_ contentType: String?) throws(APIError) -> Patch.Format {
        let essence = MediaType(contentType ?? "").essence
        if let format = Patch.Format(rawValue: essence) { return format }
        let formats = Patch.Format.allCases.map(\.rawValue).joined(separator: ", ")
        throw .unsupportedMediaType(
            "the body of the request was in an unknown format (\(essence)) - accepted media types "
                + "include: \(formats)")
    }

    /// The object in the body; `options` get to know the members that it names twice.
    private func objectBody(
        _ request: RESTRequest, _ path: ResourcePath, _ options: inout WriteOptions
    ) async throws -> JSONValue {
        guard let body = try await request.decodedBody(limit: maximumBodySize) else {
            throw APIError.badRequest("the body of the request is empty, not a \(path.type.kind)")
        }
        guard body.value.objectValue != nil else {
            throw APIError.badRequest("the body of the request is not an object")
        }
        options.duplicateFields = body.duplicates
        return body.value
    }
}
