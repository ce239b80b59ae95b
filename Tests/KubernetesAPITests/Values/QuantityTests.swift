import JSON
import KubernetesAPI
import Testing

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("0", 0, 0), ("1", 1, 1000), ("100m", 1, 100), ("1500m", 2, 1500), ("0.5", 1, 500),
            (".5", 1, 500), ("5.", 5, 5000), ("1.5Gi", 1_610_612_736, 1_610_612_736_000),
            ("64Mi", 67_108_864, 67_108_864_000), ("1k", 1000, 1_000_000), ("2e3", 2000, 2_000_000),
            ("2E3", 2000, 2_000_000), ("1E", 1_000_000_000_000_000_000, .max), ("1n", 1, 1),
            ("1u", 1, 1), ("0.1m", 1, 1), ("-100m", -1, -100), ("-1.1", -2, -1100), ("+3", 3, 3000),
            ("7Ei", 8_070_450_532_247_928_832, .max), ("9Ei", .max, .max), ("100E", .max, .max),
            ("1e-3", 1, 1), ("0.0000000001", 1, 1), ("1e99", .max, .max), ("000012", 12, 12_000),
            ("0.000001Ki", 1, 2), ("1e-99", 1, 1),
            ("123456789012345678901234567890123456789", .max, .max),
        ] as [(String, Int64, Int64)])
    func reads(_ text: String, value: Int64, milliValue: Int64) throws {
        let quantity = try #require(Quantity(text))
        #expect(quantity.value == value)
        #expect(quantity.milliValue == milliValue)
        #expect(quantity.description == text)
    }

    @Test(arguments: ["", "m", "1x", "1 m", "--1", "1.2.3", "1mi", "Ki", "1KB", "1e", "0x1", "١"])
    func refuses(_ text: String) {
        #expect(Quantity(text) == nil)
    }

    @Test(arguments: [
        ("1024Mi", "1Gi"), ("1.5Gi", "1536Mi"), ("1.1Gi", "1181116006400m"), ("0.5", "500m"),
        ("1000m", "1"), ("1500", "1500"),
        ("10000", "10k"), ("512Ki", "512Ki"), ("100Ki", "100Ki"), ("0.5Ki", "512"), ("0", "0"),
        ("1000Ki", "1000Ki"), ("2e3", "2e3"), ("2000e3", "2e6"), ("0.000001", "1u"),
        ("-2048Ki", "-2Mi"), ("1.25Ki", "1280"), ("0.00001e3", "10e-3"),
    ])
    func canonicalForm(_ text: String, _ expected: String) {
        #expect(Quantity(text)?.canonical == expected)
    }

    @Test func comparesAndAdds() {
        #expect(Quantity("1000m") == "1")
        #expect(Set<Quantity>(["1Gi", "1024Mi"]).count == 1)
        #expect(Quantity("100m") < "0.2")
        #expect(("100m" + "0.9" as Quantity).description == "1")
        #expect(("16Mi" + "16Mi" as Quantity).description == "32Mi")
        #expect((Quantity() + "1Gi").description == "1Gi")
        #expect(("1Gi" - "512Mi" as Quantity).description == "512Mi")
    }

    @Test func readsNumbersInJSON() {
        #expect(Quantity(json: 2) == "2")
        #expect(Quantity(json: 0.5) == "500m")
        #expect(Quantity(checking: true) == nil)
        #expect(Quantity(value: 3, format: .binarySI).json == "3")
    }
}
