/// The names that Presidio gives to what we find; for measuring on data labelled with them.
public enum PresidioEntities {
    /// The entity of a kind; nil when Presidio has none.
    public static func entity(ofKind kind: String) -> String? { entities[kind] ?? nationalIDs[kind] ?? names[kind] }

    /// The entity under which one that is labelled more finely is measured: a domain name is a URL, an address a place.
    public static func canonical(_ entity: String) -> String {
        switch entity {
        case "DOMAIN_NAME": "URL"
        case "GPE", "ADDRESS", "STREET_ADDRESS": "LOCATION"
        default: entity
        }
    }

    /// The entities of personal data that we claim to find.
    public static let claimed = Set(entities.values).union(nationalIDs.values)

    /// The entities that names have.
    public static let claimedNames = Set(names.values)

    /// The kinds of national numbers that an entity has; none for any other entity.
    static func nationalIDKinds(of entity: String) -> [String] { nationalIDs.filter { $0.value == entity }.map(\.key) }

    private static let names = ["location": "LOCATION", "organization": "ORGANIZATION", "person": "PERSON"]

    private static let entities = [
        "age": "AGE", "credit_card": "CREDIT_CARD", "crypto_wallet": "CRYPTO", "date_of_birth": "DATE_TIME",
        "date_time": "DATE_TIME", "email": "EMAIL_ADDRESS", "iban": "IBAN_CODE", "ip_address": "IP_ADDRESS",
        "mac_address": "MAC_ADDRESS", "phone": "PHONE_NUMBER", "private_ip_address": "IP_ADDRESS", "url": "URL",
        "url_credentials": "URL",
    ]

    private static let nationalIDs = [
        "au_abn": "AU_ABN", "au_acn": "AU_ACN", "au_medicare": "AU_MEDICARE", "au_tfn": "AU_TFN", "ca_sin": "CA_SIN",
        "de_bsnr": "DE_BSNR", "de_commercial_register": "DE_HANDELSREGISTER", "de_driving_licence": "DE_FUEHRERSCHEIN",
        "de_health_insurance": "DE_HEALTH_INSURANCE", "de_id_card": "DE_ID_CARD", "de_lanr": "DE_LANR",
        "de_license_plate": "DE_KFZ", "de_passport": "DE_PASSPORT", "de_postal_code": "DE_PLZ",
        "de_social_security": "DE_SOCIAL_SECURITY", "de_tax_id": "DE_TAX_ID", "de_tax_number": "DE_TAX_NUMBER",
        "es_nie": "ES_NIE", "es_nif": "ES_NIF", "es_passport": "ES_PASSPORT", "eu_vat_number": "DE_VAT_ID",
        "fi_hetu": "FI_PERSONAL_IDENTITY_CODE", "in_aadhaar": "IN_AADHAAR", "in_gstin": "IN_GSTIN", "in_pan": "IN_PAN",
        "in_passport": "IN_PASSPORT", "in_vehicle_registration": "IN_VEHICLE_REGISTRATION", "in_voter": "IN_VOTER",
        "it_driver_license": "IT_DRIVER_LICENSE", "it_fiscal_code": "IT_FISCAL_CODE",
        "it_identity_card": "IT_IDENTITY_CARD", "it_passport": "IT_PASSPORT", "it_vat_number": "IT_VAT_CODE",
        "kr_brn": "KR_BRN", "kr_driver_license": "KR_DRIVER_LICENSE", "kr_frn": "KR_FRN", "kr_passport": "KR_PASSPORT",
        "kr_rrn": "KR_RRN", "ng_nin": "NG_NIN", "ng_vehicle_registration": "NG_VEHICLE_REGISTRATION",
        "ph_tin": "PH_TIN", "pl_pesel": "PL_PESEL", "se_organisationsnummer": "SE_ORGANISATIONSNUMMER",
        "se_personnummer": "SE_PERSONNUMMER", "sg_nric_fin": "SG_NRIC_FIN", "sg_uen": "SG_UEN",
        "th_national_id": "TH_TNIN", "tr_license_plate": "TR_LICENSE_PLATE", "tr_national_id": "TR_NATIONAL_ID",
        "uk_driving_licence": "UK_DRIVING_LICENCE", "uk_nhs": "UK_NHS", "uk_nino": "UK_NINO",
        "uk_passport": "UK_PASSPORT", "uk_postcode": "UK_POSTCODE",
        "uk_vehicle_registration": "UK_VEHICLE_REGISTRATION", "us_aba_routing": "ABA_ROUTING_NUMBER",
        "us_bank_account": "US_BANK_NUMBER", "us_dea": "MEDICAL_LICENSE", "us_driver_license": "US_DRIVER_LICENSE",
        "us_itin": "US_ITIN", "us_mbi": "US_MBI", "us_npi": "US_NPI", "us_passport": "US_PASSPORT", "us_ssn": "US_SSN",
        "za_id_number": "ZA_ID_NUMBER",
    ]
}
