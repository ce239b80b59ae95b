import Glibc
import LinuxSystem
import Testing

@testable import ContainerRuntime

struct UserIDClaimsTests {
    @Test func theLowestIdsThatNobodyHasAreTaken() {
        let none = SubordinateIDs()
        let first = UserIDClaims.lowest(besides: [], none, none)
        #expect(first == UserIDRange(first: 65_536))
        #expect(
            UserIDClaims.lowest(besides: [65_536, 131_072], none, none)
                == UserIDRange(first: 196_608))
        // Those of a person's own containers.
        let person = SubordinateIDs(parsing: "anna:100000:65536\nbad line\n")
        #expect(UserIDClaims.lowest(besides: [], person, none) == UserIDRange(first: 196_608))
        #expect(UserIDClaims.lowest(besides: [], none, person) == UserIDRange(first: 196_608))
    }

    @Test func whereIdsAreSetAsideOnlyThoseAreTaken() {
        let own = SubordinateIDs(parsing: "anna:65536:65536\nswiftlet:655360:131072\n")
        #expect(UserIDClaims.lowest(besides: [], own, own) == UserIDRange(first: 655_360))
        #expect(UserIDClaims.lowest(besides: [655_360], own, own) == UserIDRange(first: 720_896))
        #expect(UserIDClaims.lowest(besides: [655_360, 720_896], own, own) == nil)
        // Both files have to say so.
        #expect(
            UserIDClaims.lowest(
                besides: [], own, SubordinateIDs(parsing: "swiftlet:720896:65536"))
                == UserIDRange(first: 720_896))
        // The last id that there is stands for none.
        #expect(SubordinateIDs(parsing: "x:4294967295:5").others == [UInt32.max...UInt32.max])
    }

    @Test func aClaimLastsAsLongAsTheFolderOfItsSandbox() throws {
        let folder = "/tmp/swiftlet-claims-\(getpid())"
        defer { try? File.removeTree(folder) }
        let claims = UserIDClaims(
            folder: folder + "/claims", users: SubordinateIDs(), groups: SubordinateIDs())
        try File.makeFolders(folder + "/a")
        try File.makeFolders(folder + "/b")
        #expect(try claims.claim(for: folder + "/a").first == 65_536)
        #expect(try claims.claim(for: folder + "/b").first == 131_072)
        try File.removeTree(folder + "/a")
        #expect(try claims.claim(for: folder + "/b").first == 65_536)
    }
}
