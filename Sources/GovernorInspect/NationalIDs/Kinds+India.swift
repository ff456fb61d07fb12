extension IdentifierKind {
    static let india: [IdentifierKind] = [
        IdentifierKind(
            "in_aadhaar",
            words: "aadhaar, aadhar, aadhaar number, uidai, uid, आधार",
            IdentifierFormat("[2-9]ddd dddd dddd", "[2-9]ddd-dddd-dddd", is: .shape, if: .verhoeff),
            IdentifierFormat("[2-9]ddddddddddd", is: .hint, if: .verhoeff)),
        IdentifierKind(
            "in_pan",
            words: "pan, permanent account number, pan card, pan number, income tax, पैन",
            IdentifierFormat("lll[ABCFGHJLPT]lddddl", is: .shape),
            IdentifierFormat("lllllddddl", is: .hint)),
        IdentifierKind(
            "in_gstin",
            words: "gstin, gst, gst number, gst no, goods and services tax",
            IdentifierFormat("ddlllllddddlxZx", is: .proof, if: .stateCode && .gstin),
            IdentifierFormat("ddlllllddddlxZx", is: .hint, if: .stateCode)),
        IdentifierKind(
            "in_voter",
            words: "voter, voter id, epic, elector, election, electoral, epic number",
            IdentifierFormat("lllddddddd", is: .hint)),
        IdentifierKind(
            "in_passport",
            words: "passport, passport number, passport no, indian passport",
            IdentifierFormat("[A-PR-WY]nd ?dddd[1-9]", is: .hint)),
        IdentifierKind(
            "in_vehicle_registration",
            words: """
                vehicle, vehicle registration, registration, registration number, number plate, rto, vehicle number, \
                bike, bike s, car, scooter, reg no
                """,
            IdentifierFormat("lldd?_ll?l?_dddd", "ll_dd_ll?l?_dddd", is: .shape, if: .vehicleState),
            IdentifierFormat("lldddd", "llldddd", is: .hint)),
    ]
}

extension IdentifierCheck {
    fileprivate static let stateCode = rule { (1...37).contains($0.number(0..<2)) }

    /// Products by 1 and 2 in turn over digits of base 36; quotient and remainder are summed.
    fileprivate static let gstin = digits { text in
        let sum = (0..<14).reduce(0) { sum, index in
            let product = text.value(index) * (index.isMultiple(of: 2) ? 1 : 2)
            return sum + product / 36 + product % 36
        }
        return (36 - sum % 36) % 36 == text.value(14)
    }

    fileprivate static let vehicleState = rule { text in
        vehicleStates.contains(UInt16(text[0]) << 8 | UInt16(text[1]))
    }

    private static let vehicleStates: Set<UInt16> = Set(
        """
        AN AP AR AS BH BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TG TN TR TS \
        UA UK UP WB
        """.split(separator: " ").map { state in
            let letters = Array(state.utf8)
            return UInt16(letters[0]) << 8 | UInt16(letters[1])
        })
}
