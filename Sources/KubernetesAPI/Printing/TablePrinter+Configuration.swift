import JSON

/// ConfigMaps, Secrets, ServiceAccounts
extension TablePrinter {
    static let configMaps = TablePrinter(
        ConfigMap.self,
        columns: [name, ResourceTable.Column("Data", "How many keys it has."), age]
    ) { map, now in
        [
            text(map.metadata.name), count(map.data.count + map.binaryData.count),
            age(map.metadata, now),
        ]
    }

    /// From the JSON itself: keys are counted, their values are nobody's business.
    static let secrets = TablePrinter(
        columns: [
            name, ResourceTable.Column("Type", "What the Secret is for."),
            ResourceTable.Column("Data", "How many keys it has."), age,
        ],
        row: { object, now in
            ResourceTable.Row(cells: [
                object.value(at: "metadata", "name") ?? "", object["type"] ?? "",
                count(object["data"]?.objectValue?.count ?? 0),
                age(ObjectMeta(json: object["metadata"] ?? .null), now),
            ])
        })

    static let serviceAccounts = TablePrinter(
        ServiceAccount.self,
        columns: [name, ResourceTable.Column("Secrets", "How many Secrets it names."), age]
    ) { account, now in
        [
            text(account.metadata.name), count(account.secrets.count),
            age(account.metadata, now),
        ]
    }
}
