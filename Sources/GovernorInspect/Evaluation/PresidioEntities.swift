/// The names that Presidio gives to what we find; for measuring on data labelled with them.
public enum PresidioEntities {
    /// The entity of a kind; nil when Presidio has none.
    public static func entity(ofKind kind: String) -> String? { entities[kind] }

    /// The entity under which one that is labelled more finely is measured: a domain name is a URL.
    public static func canonical(_ entity: String) -> String { entity == "DOMAIN_NAME" ? "URL" : entity }

    /// All entities that we claim to find.
    public static let claimed = Set(entities.values)

    private static let entities: [String: String] = [
        "age": "AGE", "credit_card": "CREDIT_CARD", "crypto_wallet": "CRYPTO", "date_of_birth": "DATE_TIME",
        "date_time": "DATE_TIME", "email": "EMAIL_ADDRESS", "iban": "IBAN_CODE", "ip_address": "IP_ADDRESS",
        "mac_address": "MAC_ADDRESS", "phone": "PHONE_NUMBER", "private_ip_address": "IP_ADDRESS", "url": "URL",
        "url_credentials": "URL",
    ]
}
