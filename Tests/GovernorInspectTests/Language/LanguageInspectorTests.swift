import GovernorInspect
import Testing

struct LanguageInspectorTests {
    @Test(
        arguments: [
            ("en", "Where does the train to the airport leave, and how long will it take?"),
            ("de", "Wann fährt der nächste Zug zum Flughafen und wie lange dauert die Fahrt?"),
            ("fr", "À quelle heure part le train pour l'aéroport et combien de temps faut-il ?"),
            ("es", "¿A qué hora sale el tren para el aeropuerto y cuánto tiempo tarda?"),
            ("pt", "A que horas sai o comboio para o aeroporto e quanto tempo demora a viagem?"),
            ("it", "A che ora parte il treno per l'aeroporto e quanto tempo ci vuole?"),
            ("nl", "Hoe laat vertrekt de trein naar het vliegveld en hoe lang duurt de reis?"),
            ("sv", "När går tåget till flygplatsen och hur lång tid tar det att åka dit?"),
            ("da", "Hvornår kører toget til lufthavnen, og hvor lang tid tager det? Det er ikke nok at være der."),
            (
                "no",
                "Når går toget til flyplassen, og hvor lang tid tar det? Det er ikke noe å vente på, sa hun etter en stund."
            ),
            ("fi", "Mihin aikaan juna lähtee lentokentälle ja kuinka kauan se kestää, jos ei ole lunta?"),
            ("pl", "O której odjeżdża pociąg na lotnisko i jak długo to trwa, czy nie jest za późno?"),
            ("cs", "V kolik hodin odjíždí vlak na letiště a jak dlouho to trvá, když je zima?"),
            ("sk", "O koľkej odchádza vlak na letisko a ako dlho to trvá, keď je zima?"),
            ("ro", "La ce oră pleacă trenul la aeroport și cât timp durează până acolo, dacă nu este zăpadă?"),
            ("hu", "Mikor indul a vonat a repülőtérre, és mennyi ideig tart, ha nem esik az eső?"),
            ("tr", "Havaalanına giden tren ne zaman kalkıyor ve bu yolculuk ne kadar sürüyor?"),
            ("id", "Jam berapa kereta ke bandara berangkat dan apa yang harus saya lakukan untuk itu?"),
            ("vi", "Tàu đến sân bay khởi hành lúc nào và tôi phải làm gì để có vé?"),
            ("ca", "A quina hora surt el tren cap a l'aeroport i què he de fer amb els bitllets?"),
            ("hr", "U koliko sati polazi vlak za zračnu luku i koliko dugo traje, ako je to važno?"),
            ("ru", "Во сколько отправляется поезд в аэропорт и как долго это будет?"),
            ("uk", "О котрій відправляється потяг до аеропорту і як довго це триває?"),
            ("bg", "В колко часа тръгва влакът за летището и колко време ще е това, ако не се бърза?"),
            ("sr", "У колико сати полази воз за аеродром и колико то траје, ако је пут добар?"),
            ("ar", "متى يغادر القطار إلى المطار و كم من الوقت هذا في الشتاء؟"),
            ("fa", "قطار فرودگاه کی حرکت می کند و این سفر چه قدر است؟"),
            ("ur", "ہوائی اڈے کی ٹرین کب ہے اور اس میں کتنا وقت ہے؟"),
            ("el", "Πότε φεύγει το τρένο;"), ("he", "מתי יוצאת הרכבת?"), ("hi", "ट्रेन कब जाती है?"),
            ("th", "รถไฟออกกี่โมง"), ("ko", "기차는 언제 출발합니까?"), ("ja", "電車は何時に出ますか。"), ("zh", "火车什么时候出发？"),
        ])
    func `a sentence is told by its words or its script`(code: String, text: String) {
        let language = LanguageInspector().language(of: Array(text.utf8))
        #expect(language.code == code)
        #expect(language.confidence >= 0.6)
    }

    @Test(
        arguments: [
            "", "12345 !?", "ok", "xqzt wvk brrp", "🙂🙂🙂", "SELECT", "naïve", "\u{1F}", "x = foo(bar[3]);",
        ])
    func `a text that does not say enough is unknown`(text: String) {
        #expect(LanguageInspector().language(of: Array(text.utf8)) == .unknown)
    }

    @Test func `a foreign name does not change the language`() {
        let text = "My friend Владимир Иванович said that he would meet us at the station."
        #expect(LanguageInspector().language(of: Array(text.utf8)).code == "en")
    }
}
