extension IdentifierKind {
    /// Every kind, in order of precedence between equally sure readings.
    static let all: [IdentifierKind] =
        unitedStates + unitedKingdom + [euVAT] + germany + southernEurope + westernEurope + northernEurope
        + easternEurope + asiaPacific + india + americasAndAfrica
}
