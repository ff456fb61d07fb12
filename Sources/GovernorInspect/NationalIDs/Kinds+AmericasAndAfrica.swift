extension IdentifierKind {
    static let americasAndAfrica: [IdentifierKind] = [
        IdentifierKind(
            "br_cpf",
            words: "cpf, cadastro de pessoas físicas, pessoa física, cpf mf",
            IdentifierFormat("ddd.ddd.ddd-dd", is: .proof, if: .cpf),
            IdentifierFormat("ddddddddddd", "ddddddddd-dd", is: .hint, if: .cpf)),
        IdentifierKind(
            "br_cnpj",
            words: "cnpj, cadastro nacional, pessoa jurídica, empresa",
            IdentifierFormat("dd.ddd.ddd/dddd-dd", is: .proof, if: .cnpj),
            IdentifierFormat("dddddddddddddd", is: .hint, if: .cnpj)),
        IdentifierKind(
            "mx_curp",
            words: "curp, clave única, clave unica, registro de población",
            IdentifierFormat("lllldddddd[HMX]lllllxd", is: .proof, if: .date(.yymmdd, at: 4) && .curp)),
        IdentifierKind(
            "mx_rfc",
            words: "rfc, registro federal, contribuyente, contribuyentes",
            IdentifierFormat("llll_dddddd_xxx", is: .shape, if: .date(.yymmdd, at: 4) && .rfc),
            IdentifierFormat("llll_dddddd_xxx", is: .hint, if: .date(.yymmdd, at: 4)),
            IdentifierFormat("lll_dddddd_xxx", is: .hint, if: .date(.yymmdd, at: 3))),
        IdentifierKind(
            "ca_sin",
            words: "sin, social insurance, social insurance number, nas, assurance sociale, sin number, mon nas",
            IdentifierFormat("[1-79]dd-ddd-ddd", is: .shape, if: .luhn),
            IdentifierFormat("[1-79]dd ddd ddd", "[1-79]dddddddd", is: .hint, if: .luhn)),
        IdentifierKind(
            "ar_cuit",
            words: "cuit, cuil, afip, clave única de identificación",
            IdentifierFormat("[23][03-7]-dddddddd-d", is: .proof, if: .cuit),
            IdentifierFormat("[23][03-7]ddddddddd", is: .hint, if: .cuit)),
        IdentifierKind(
            "cl_rut",
            words: "rut, run, rol único",
            IdentifierFormat("dd?.ddd.ddd-[0-9K]", is: .proof, if: .rut),
            IdentifierFormat("ddddddddd?-[0-9K]", "dddddddd-[0-9K]", "ddddddd-[0-9K]", is: .hint, if: .rut)),
        IdentifierKind(
            "za_id_number",
            words:
                "south african id, rsa id, sa id, id number, identity number, south africa, permanent resident, id no",
            IdentifierFormat(
                "dddddddddd[0-2]dd", "dddddd dddd [0-2]dd", is: .shape, if: .date(.yymmdd) && .luhn)),
        IdentifierKind(
            "ng_nin",
            words: "nin, national identification number, national identity, nimc",
            IdentifierFormat("ddddddddddd", is: .hint, if: .verhoeff)),
        IdentifierKind(
            "ng_vehicle_registration",
            words: "plate, plates, plate number, vehicle, registration, number plate, vehicle registration",
            IdentifierFormat("lll-dddll", "lllddd_?ll", is: .hint)),
        IdentifierKind(
            "il_id",
            words: "teudat zehut, תעודת זהות, israeli id, ת ז, mispar zehut",
            IdentifierFormat("ddddddddd", "dddddddd-d", is: .hint, if: .luhn)),
    ]
}

extension IdentifierCheck {
    /// Two check digits, weights from 2 upwards to the left; remainders 0 and 1 give 0.
    fileprivate static let cpf =
        brazilian([10, 9, 8, 7, 6, 5, 4, 3, 2]) && brazilian([11, 10, 9, 8, 7, 6, 5, 4, 3, 2])

    fileprivate static let cnpj =
        brazilian([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) && brazilian([6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])

    private static func brazilian(_ weights: [Int]) -> IdentifierCheck {
        .digit(after: weights, modulo: 11) { $0 < 2 ? 0 : 11 - $0 }
    }

    /// Letters count from 10 with Ñ between N and O, so from O one more.
    fileprivate static let curp = digits { text in
        let sum = (0..<17).reduce(0) { sum, index in
            let value = text.value(index)
            return sum + (18 - index) * (value > 23 ? value + 1 : value)
        }
        return (10 - sum % 10) % 10 == text.digit(17)
    }

    /// Places count by an alphabet of 38 signs in which `&` and Ñ follow N.
    fileprivate static let rfc = digits { text in
        let sum = (0..<12).reduce(0) { sum, index in
            let value = text.value(index)
            return sum + (13 - index) * (value > 23 ? value + 1 : value)
        }
        let check = (11 - sum % 11) % 11
        return check == 10 ? text[12] == UInt8(ascii: "A") : text[12] < 65 && text.digit(12) == check
    }

    /// Numbers whose digit would be 10 have 9.
    fileprivate static let cuit = digit(after: [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], modulo: 11) {
        $0 == 0 ? 0 : $0 == 1 ? 9 : 11 - $0
    }

    fileprivate static let rut = digits { text in
        let digits = text.count - 1
        let sum = (0..<digits).reduce(0) { $0 + text.digit($1) * ((digits - 1 - $1) % 6 + 2) }
        let check = (11 - sum % 11) % 11
        return check == 10 ? text[digits] == UInt8(ascii: "K") : text[digits] < 65 && text.digit(digits) == check
    }
}
