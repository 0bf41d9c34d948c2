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

    @Test func `a SNILS has its key, but for those that were given out without one`() {
        for right in ["11223344595", "00100199800", "08765430300"] { #expect(TaxNumbers.isSNILS(right), "\(right)") }
        for wrong in ["11223344596", "1122334459", "112233445955", "00000000000", "1122334459a"] {
            #expect(!TaxNumbers.isSNILS(wrong), "\(wrong)")
        }
    }

    @Test func `a VAT number has the shape that its country gives it`() {
        for right in ["DE811907980", "ATU12345678", "NL123456789B01", "GB999999973", "XY12AB"] {
            #expect(TaxNumbers.isVATNumber(right), "\(right)")
        }
        for wrong in ["DE81190798", "AT12345678", "811907980", "DE", "XYABC", "de811907980", ""] {
            #expect(!TaxNumbers.isVATNumber(wrong), "\(wrong)")
        }
    }

    @Test func `an account belongs to a bank by its key`() {
        #expect(BankNumbers.isBIK("044525225") && !BankNumbers.isBIK("144525225") && !BankNumbers.isBIK("04452522"))
        for (bik, account) in [
            ("044525225", "40702810138250123017"), ("044525225", "30101810400000000225"), ("044525974", "30101810145250000974"),
            // The treasury reckons otherwise, and of what has no shape nothing is known.
            ("017003983", "03100643000000018500"), ("", "40702810138250123018"),
        ] { #expect(BankNumbers.isAccount(account, of: bik), "\(account)") }
        #expect(!BankNumbers.isAccount("40702810138250123018", of: "044525225"))
        #expect(!BankNumbers.isAccount("30101810400000000226", of: "044525225"))
        #expect(BankNumbers.isAccount("40702810138250123018") && !BankNumbers.isAccount("4070281013825012301"))
        // Without a bank beside it, the currency is known.
        for number in ["40702840138250123017", "03100643000000018500", "40702156138250123017"] { #expect(BankNumbers.isAccount(number), "\(number)") }
        for number in ["40702999138250123017", "00000000000000000000", "12345678901234567890", "40702000138250123017"] {
            #expect(!BankNumbers.isAccount(number), "\(number)")
        }
    }

    @Test func `an IBAN has its country's length and its check digits`() {
        for right in ["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606"] {
            #expect(BankNumbers.isIBAN(right), "\(right)")
        }
        for wrong in ["DE89370400440532013001", "DE8937040044053201300", "de89370400440532013000", "89DE370400440532013000", "", "DE89"] {
            #expect(!BankNumbers.isIBAN(wrong), "\(wrong)")
        }
    }

    @Test func `abroad a tax number has the form of its country, or one that is plausible`() {
        let right = [
            ("KZ", "971240001315"), ("KZ", "7707083893"), ("BY", "100582333"), ("BY", "MA1234567"), ("KZ", "DE811907980"),
            ("US", "123456789"),
            ("US", "7707083893"), ("ES", "X1234567L"), ("DE", "DE811907980"), ("IT", "RSSMRA85T10A562S"),
        ]
        for (country, text) in right { #expect(TaxNumbers.isTaxNumber(text, of: country), "\(country) \(text)") }
        let wrong = [
            ("KZ", "971240001316"), ("KZ", "12345"), ("BY", "100582334"), ("BY", "000000000"), ("US", "ABC"), ("US", "0000000000"),
            ("US", "1234"),
            ("US", "UNKNOWN"), ("US", "TEST1"), ("US", "12345А"), ("US", "123456789012345678901"), ("KZ", "TEST1"), ("US", ""),
        ]
        for (country, text) in wrong { #expect(!TaxNumbers.isTaxNumber(text, of: country), "\(country) \(text)") }
    }

    @Test func `a KPP has nine characters, two of which may be letters`() {
        #expect(TaxNumbers.isKPP("773601001"))
        #expect(TaxNumbers.isKPP("7736AB001"))
        for wrong in ["77360100", "7736010011", "A73601001", "7736ab001", "77360100А"] { #expect(!TaxNumbers.isKPP(wrong)) }
    }
}
