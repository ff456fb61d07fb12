import Foundation
import GovernorCore
import GovernorInspect

/// Makes labelled texts from templates and lists, and puts other names into texts.
struct NameGenerator {
    let lists: NameLists

    func example(using random: inout SeededGenerator) -> NameExample {
        let template = lists.templates[Int.random(in: 0..<lists.templates.count, using: &random)]
        return example(of: template, using: &random)
    }

    /// Puts other names of the same kind and about the same length into some places of a text.
    func swapped(_ example: NameExample, share: Double, using random: inout SeededGenerator) -> NameExample {
        var example = example
        for index in example.pieces.indices {
            let piece = example.pieces[index]
            guard let kind = piece.kind, random.chance(share) else { continue }
            let isOneWord = !piece.text.contains { $0 == " " || $0 == "\n" }
            example.pieces[index].text =
                switch kind {
                case .person: isOneWord ? (random.chance(0.7) ? given(&random) : family(&random)) : name(&random)
                case .location:
                    piece.isAddress || piece.text.contains(where: \.isNumber) ? address(&random) : place(&random)
                case .organization: organization(&random)
                }
        }
        return example
    }

    // MARK: Templates

    private func example(of template: String, using random: inout SeededGenerator) -> NameExample {
        var pieces: [NameExample.Piece] = []
        func plain(_ text: some StringProtocol) {
            let text = text.replacingOccurrences(of: "\\n", with: "\n").replacingOccurrences(of: "{{", with: "{")
                .replacingOccurrences(of: "}}", with: "}")
            if !text.isEmpty { pieces.append(.init(text: text)) }
        }
        var rest = template[...]
        while let open = rest.firstMatch(of: /\{([a-z]+)\}/) {
            plain(rest[..<open.range.lowerBound])
            let (text, kind) = filler(String(open.1), &random)
            pieces.append(.init(text: text, kind: kind, isAddress: open.1 == "address"))
            rest = rest[open.range.upperBound...]
        }
        plain(rest)
        return NameExample(pieces: pieces, source: "templates", family: template)
    }

    private func filler(_ slot: String, _ random: inout SeededGenerator) -> (String, NameKind?) {
        switch slot {
        case "name": (name(&random), .person)
        case "given": (given(&random), .person)
        case "family": (family(&random), .person)
        case "city": (pick(lists.city, &random), .location)
        case "region": (pick(lists.region, &random), .location)
        case "street": (street(&random), .location)
        case "address": (address(&random), .location)
        case "org": (organization(&random), .organization)
        case "date": (date(&random), nil)
        case "num": (String(Int.random(in: 1...9999, using: &random)), nil)
        case "phone": ("+\(digits(2, &random)) \(digits(3, &random)) \(digits(6, &random))", nil)
        case "email": (given(&random).lowercased() + "@example.org", nil)
        case "job": (pick(Self.jobs, &random), nil)
        default: preconditionFailure("no such slot: \(slot)")
        }
    }

    private static let jobs = [
        "Accountant", "Software Engineer", "Head of Sales", "nurse", "Project Manager", "teacher",
        "Chief Financial Officer",
        "CEO", "Sales Representative", "driver", "Marketing Director", "Senior Consultant", "Electrician", "analyst",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    // MARK: Names

    /// Half of the time one of the names that many languages share, else any.
    private func pick(_ list: [String], _ random: inout SeededGenerator) -> String {
        let end = random.chance(0.5) ? max(1, list.count / 8) : list.count
        return list[Int.random(in: 0..<end, using: &random)]
    }

    private func given(_ random: inout SeededGenerator) -> String {
        let name = pick(lists.given, &random)
        return random.chance(0.03) ? name + "-" + pick(lists.given, &random) : name
    }

    private func family(_ random: inout SeededGenerator) -> String {
        let name = pick(lists.family, &random)
        return switch random.next() % 40 {
        case 0: name + "-" + pick(lists.family, &random)
        case 1: "O'" + name
        case 2:
            ["van ", "de ", "von ", "van der ", "de la ", "Di ", "bin ", "El-", "Mc", "St. "][Int(random.next() % 10)]
                + name
        default: name
        }
    }

    private func name(_ random: inout SeededGenerator) -> String {
        let (given, family) = (given(&random), family(&random))
        return switch random.next() % 24 {
        case 0...2: given + " " + initial(&random) + ". " + family
        case 3: given + " " + initial(&random) + " " + family
        case 4: initial(&random) + ". " + family
        case 5: given + " " + self.given(&random) + " " + family
        case 6: given + " " + family + " " + self.family(&random)
        case 7: initial(&random) + "." + initial(&random) + ". " + family
        case 8: given + " " + family + [" Jr.", " Sr.", " III", " II"][Int(random.next() % 4)]
        default: given + " " + family
        }
    }

    private func initial(_ random: inout SeededGenerator) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(random.next() % 26)))
    }

    private func place(_ random: inout SeededGenerator) -> String {
        random.chance(0.6) ? pick(lists.city, &random) : pick(lists.region, &random)
    }

    private func organization(_ random: inout SeededGenerator) -> String {
        let part = { (random: inout SeededGenerator) in pick(lists.organizationParts, &random) }
        let legal = { (random: inout SeededGenerator) in pick(lists.legalForm, &random) }
        return switch random.next() % 20 {
        case 0...6: pick(lists.organization, &random)
        case 7: part(&random) + " " + legal(&random)
        case 8: part(&random) + " " + part(&random) + " " + legal(&random)
        case 9: part(&random) + part(&random).lowercased()
        case 10: pick(lists.family, &random) + " " + legal(&random)
        case 11:
            pick(lists.family, &random) + ", " + pick(lists.family, &random) + " and " + pick(lists.family, &random)
        case 12: pick(lists.family, &random) + "-" + pick(lists.family, &random)
        case 13:
            pick(lists.family, &random) + " & "
                + ["Sons", "Co.", "Partners", pick(lists.family, &random)][Int(random.next() % 4)]
        case 14: "University of " + pick(lists.city, &random)
        case 15: pick(lists.city, &random) + " " + legal(&random)
        case 16: "Bank of " + pick(lists.region, &random)
        case 17:
            pick(lists.region, &random) + " "
                + ["Railways", "Post", "Airlines", "Institute of Health"][Int(random.next() % 4)]
        case 18: coined(&random)
        default: coined(&random) + " " + legal(&random)
        }
    }

    /// A word that nobody has heard, such as companies like.
    private func coined(_ random: inout SeededGenerator) -> String {
        let starts = [
            "Ax", "Bel", "Cor", "Dy", "En", "Fi", "Gen", "Hy", "In", "Kin", "Lu", "Mo", "Nex", "Om", "Pro", "Qua", "Ry",
            "Syn", "Tru", "Ver", "Xy", "Zo",
        ]
        let middles = ["a", "e", "i", "o", "ter", "li", "va", "di", "mo", "ro", "ta"]
        let ends = [
            "ris", "tech", "gen", "nt", "via", "lytics", "dyne", "soft", "ware", "com", "ly", "ify", "zon", "tra",
            "pay", "cast", "hub", "net",
        ]
        return [starts, middles, ends].map { $0[Int.random(in: 0..<$0.count, using: &random)] }.joined()
    }

    // MARK: Addresses

    private func street(_ random: inout SeededGenerator) -> String {
        let word = random.chance(0.5) ? pick(lists.family, &random) : pick(lists.organizationParts, &random)
        return switch random.next() % 10 {
        case 0: ["Rue de ", "Calle ", "Via ", "Avenida ", "Rua ", "Ulica ", "Rue du "][Int(random.next() % 7)] + word
        case 1:
            word
                + ["straße", "strasse", "gatan", "straat", "weg", "gasse", "laan", "vej", "katu", "tie"][
                    Int(random.next() % 10)]
        default:
            word + " "
                + ["Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Drive", "Court", "Way", "Blvd", "Place"][
                    Int(random.next() % 12)]
        }
    }

    private func address(_ random: inout SeededGenerator) -> String {
        let number = String(Int.random(in: 1...9999, using: &random))
        let street = street(&random)
        let city = pick(lists.city, &random)
        let code = digits(5, &random)
        let state = initial(&random) + initial(&random)
        let region = pick(lists.region, &random)
        let flat = [" Apt. ", " Suite ", " Unit ", " Apt "][Int(random.next() % 4)] + digits(3, &random)
        return switch random.next() % 12 {
        case 0, 1: "\(number) \(street)"
        case 2: "\(number) \(street), \(city)"
        case 3: "\(number) \(street)\(flat)\n\(city), \(state) \(code)"
        case 4: "\(number) \(street), \(city), \(state) \(code)"
        case 5: "\(street) \(number), \(code) \(city), \(region)"
        case 6: "\(street) \(number)\n\(code) \(city)"
        case 7: "\(number) \(street)\n\(city)\n\(region)"
        case 8: "\(number) \(street)\(flat)\n\(city)\n\(region) \(code)"
        case 9: "\(number) \(street)\n \(flat.dropFirst())\n \(city)\n \(region) \(code)"
        case 10: "\(street) \(number)"
        default: "P.O. Box \(number), \(city) \(code)"
        }
    }

    private func digits(_ count: Int, _ random: inout SeededGenerator) -> String {
        (0..<count).map { _ in String(random.next() % 10) }.joined()
    }

    private func date(_ random: inout SeededGenerator) -> String {
        let (day, year) = (Int.random(in: 1...28, using: &random), Int.random(in: 1950...2026, using: &random))
        let month = Self.months[Int(random.next() % 12)]
        return switch random.next() % 4 {
        case 0: "\(day) \(month) \(year)"
        case 1: "\(month) \(day), \(year)"
        case 2: "\(year)-0\(1 + day % 9)-\(10 + day % 18)"
        default: "\(year)"
        }
    }
}

extension SeededGenerator {
    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }
}
