import Kit
import Testing

struct TaxNumbersTests {
    @Test(arguments: ["7707083893", "7736207543", "7736050003", "500100732259"])
    func `a right INN passes`(_ text: String) { #expect(TaxNumbers.isINN(text)) }

    @Test(arguments: [
        "7707083894", "500100732258", "0000000000", "000000000000", "770708389", "77070838930", "770708389a", "", "٧٧٠٧٠٨٣٨٩٣",
    ])
    func `a wrong INN does not`(_ text: String) { #expect(!TaxNumbers.isINN(text)) }

    @Test(arguments: ["1027700132195", "1027700229193", "304500116000157"])
    func `a right OGRN passes`(_ text: String) { #expect(TaxNumbers.isOGRN(text)) }

    @Test(arguments: ["1027700132196", "304500116000158", "2027700132195", "104500116000157", "102770013219", "", "10277001321950000"])
    func `a wrong OGRN does not`(_ text: String) { #expect(!TaxNumbers.isOGRN(text)) }

    @Test func `a KPP has nine characters, two of which may be letters`() {
        #expect(TaxNumbers.isKPP("773601001"))
        #expect(TaxNumbers.isKPP("7736AB001"))
        for wrong in ["77360100", "7736010011", "A73601001", "7736ab001", "77360100А"] { #expect(!TaxNumbers.isKPP(wrong)) }
    }
}
