import KubernetesAPI
import Testing

@Suite struct HumanDurationTests {
    @Test(
        arguments: [
            (-5, "<invalid>"), (-1, "0s"), (0, "0s"), (45, "45s"), (119, "119s"), (120, "2m"),
            (192, "3m12s"), (599, "9m59s"), (600, "10m"), (10_799, "179m"), (10_800, "3h"),
            (19_200, "5h20m"), (28_799, "7h59m"), (28_800, "8h"), (172_799, "47h"), (172_800, "2d"),
            (187_200, "2d4h"), (691_199, "7d23h"), (691_200, "8d"), (63_071_999, "729d"),
            (63_072_000, "2y"), (95_472_000, "3y10d"), (252_288_000, "8y"),
        ] as [(Int64, String)])
    func ages(_ seconds: Int64, _ expected: String) {
        #expect(HumanDuration.text(.seconds(seconds)) == expected)
    }

    @Test func withoutATime() {
        let now = Timestamp(secondsSince1970: 100)
        #expect(HumanDuration.since(nil, now: now) == "<unknown>")
        #expect(HumanDuration.since(Timestamp(secondsSince1970: 95), now: now) == "5s")
    }
}
