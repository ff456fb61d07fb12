import GovernorCore
import GovernorInspect
import Testing

struct PhoneTests {
    @Test(
        arguments: [
            "«phone:(415)555-0132x459», thanks", "«phone:259.735.7502 ext. 12»", "«phone:+41 (0)85 806 98 67»|Fax",
            "Phone:|«phone:60-56-85-91»||", "call me on «phone:450 0840».", "Mobile: «phone:432 03 163»|",
            "«phone:92 34 70» office",
            "«phone:3660170548»-Fax", "«phone:(71) 4233-6306»", "tel «phone:21 284 698 2548»",
            "Téléphone «phone:612345678»",
            "WhatsApp «phone:5511984565666»", "«phone:001-518-640-0854» mobile",
            "электронная, тел. «phone:8 495 123 45 67»",
        ].map(MarkedText.init))
    func `a national number is found where its form or a word says so`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }

    @Test(arguments: [
        "450 0840", "432 03 163", "phone 911", "the mobile version 12.2.3", "call 5 people", "phone 123456",
        "fax 123-45-6789",
        "12 345 678 units", "tel 12345678901234567", "(12) 34", "+12 345 678,90 EUR", "phone credit of 1 234 567,5",
    ])
    func `a number that nothing names is left alone`(text: String) {
        #expect(MarkedText(text).found.isEmpty)
    }

    @Test(
        arguments: [
            "«email:jörg@münchen.de»", "«email:почта@пример.рф»", "Kontakt: «email:a.b@straße.example»,",
        ].map(MarkedText.init))
    func `an internationalised address is found with its bytes`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }
}
