import Testing

@testable import Kubelet

@Suite struct GoQuotedTests {
    @Test(
        "text as Go quotes it",
        arguments: [
            ("it's \"so\"\n", #""it's \"so\"\n""#),
            ("a\\b\t\r\0\u{7}\u{1b}\u{7f}", #""a\\b\t\r\x00\a\x1b\x7f""#),
            ("Grüße 😀", "\"Grüße 😀\""), ("\u{200b}\u{a0}\u{e0001}", #""\u200b\u00a0\U000e0001""#),
            ("", "\"\""),
        ])
    func text(text: String, quoted: String) {
        #expect(GoQuoted.text(Array(text.utf8)) == quoted)
    }

    @Test("bytes that are no UTF-8")
    func bytes() {
        #expect(GoQuoted.text([0xFF, 0x61, 0xC3, 0xE2, 0x82]) == #""\xffa\xc3\xe2\x82""#)
    }
}
