import Testing

@testable import ContainerRuntime

struct UserDatabaseTests {
    private let database = UserDatabase(
        passwd: Array(
            """
            root:x:0:0:root:/root:/bin/sh
            # a comment
            app:x:1000:1001:App:/srv/app:/bin/sh
            broken:x:nan
            """.utf8),
        group: Array(
            """
            root:x:0:
            app:x:1001:
            logs:x:44:syslog,app
            wheel:x:10:root
            """.utf8))

    @Test func rootIsTheDefault() throws {
        #expect(
            try database.resolve(ContainerSecurity())
                == .init(user: 0, group: 0, additionalGroups: [0, 10], home: "/root"))
    }

    @Test func namesNumbersAndGroupsAreTaken() throws {
        let app = UserDatabase.Identity(
            user: 1000, group: 1001, additionalGroups: [1001, 44], home: "/srv/app")
        #expect(try database.resolve(ContainerSecurity(user: "app")) == app)
        #expect(try database.resolve(ContainerSecurity(user: "1000")) == app)
        #expect(
            try database.resolve(ContainerSecurity(user: "app:logs"))
                == .init(user: 1000, group: 44, additionalGroups: [44], home: "/srv/app"))
        #expect(
            try database.resolve(ContainerSecurity(user: "77:88"))
                == .init(user: 77, group: 88, additionalGroups: [88], home: "/"))
    }

    @Test func groupsOfTheImageCanBeLeftOut() throws {
        let security = ContainerSecurity(
            user: "app", supplementalGroups: [5], ignoresImageGroups: true)
        #expect(try database.resolve(security).additionalGroups == [1001, 5])
    }

    @Test func thePodWinsOverTheImage() throws {
        let security = ContainerSecurity(
            user: "root:wheel", runAsUser: 1000, supplementalGroups: [5, 44])
        #expect(
            try database.resolve(security)
                == .init(
                    user: 1000, group: 1001, additionalGroups: [1001, 44, 5], home: "/srv/app"))
        let grouped = ContainerSecurity(runAsUser: 500, runAsGroup: 600)
        #expect(
            try database.resolve(grouped)
                == .init(user: 500, group: 600, additionalGroups: [600], home: "/"))
    }

    @Test func unknownNamesAreRefused() {
        #expect(throws: UserDatabase.Failure.noSuchUser("nobody")) {
            try database.resolve(ContainerSecurity(user: "nobody"))
        }
        #expect(throws: UserDatabase.Failure.noSuchGroup("staff")) {
            try database.resolve(ContainerSecurity(user: "app:staff"))
        }
    }
}
