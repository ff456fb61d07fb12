extension SecretFormat {
    /// The formats that providers document or print themselves.
    static let all: [SecretFormat] =
        platforms + clouds + services + intelligence + commerce + passwordHashes + discord + twilio

    /// Code hosting, builds and packages.
    private static let platforms: [SecretFormat] = [
        .init("github_token", "ghp_", .base62, 36, check: .crc32Base62),
        .init("github_token", "gho_", .base62, 36, check: .crc32Base62),
        .init("github_token", "ghu_", .base62, 36, check: .crc32Base62),
        .init("github_token", "ghr_", .base62, 36...76, check: .crc32Base62),
        .init("github_token", "ghs_", .base62, 36, check: .crc32Base62),
        .init("github_token", "ghs_", .dotted, 60...700),
        .init("github_token", "github_pat_", .word, 82),
        .init("gitlab_token", "glpat-", .dotted, 20...300),
        .init("gitlab_token", "gldt-", .base64URL, 20...64), .init("gitlab_token", "glptt-", .hexadecimal, 40),
        .init("gitlab_token", "glrt-", .dotted, 20...300), .init("gitlab_token", "glcbt-", .base64URL, 20...80),
        .init("gitlab_token", "glagent-", .base64URL, 50...64), .init("gitlab_token", "gloas-", .base64URL, 64),
        .init("gitlab_token", "glsoat-", .base64URL, 20...64), .init("gitlab_token", "glft-", .base64URL, 20...64),
        .init("gitlab_token", "glimt-", .base64URL, 25...64), .init("gitlab_token", "glffct-", .base64URL, 20...64),
        .init("gitlab_token", "GR1348941", .base64URL, 20...64),
        .init("bitbucket_token", "ATBB", .base62, 32), .init("bitbucket_token", "ATCTT3xFfGN0", .anyToken, 150...400),
        .init("atlassian_token", "ATATT3", .anyToken, 150...400),
        .init("npm_token", "npm_", .base62, 36, check: .crc32Base62),
        .init("pypi_token", "pypi-AgE", .base64URL, 50...512), .init("rubygems_token", "rubygems_", .base62, 48),
        .init("nuget_key", "oy2", ByteSet("abcdefghijklmnopqrstuvwxyz234567".utf8), 43),
        .init("crates_token", "cio", .base62, 32), .init("clojars_token", "CLOJARS_", .base62, 60),
        .init("artifactory_token", "AKCp", .base62, 66...80), .init("artifactory_token", "cmVmdGtu", .base62, 56),
        .init("docker_token", "dckr_pat_", .base64URL, 27...36),
        .init("docker_token", "dckr_oat_", .base64URL, 27...40),
        .init("circleci_token", "CCIPAT_", .base64URL, 40...80),
        .init("circleci_token", "CCIPRJ_", .base64URL, 40...80),
        .init("buildkite_token", "bkua_", .base62, 40), .init("sonar_token", "sqp_", .base62, 40),
        .init("sonar_token", "squ_", .base62, 40), .init("sonar_token", "sqa_", .base62, 40),
        .init("sourcegraph_token", "sgp_", .word, 40...80), .init("sourcegraph_token", "slk_", .hexadecimal, 64),
        .init("postman_key", "PMAK-", .uuid, 59), .init("readme_key", "rdme_", .base62, 70),
        .init("snyk_token", "snyk_", .dotted, 40...120), .init("octopus_key", "API-", .upperBase36, 26),
        .init("contentful_token", "CFPAT-", .base64URL, 43), .init("typeform_token", "tfp_", .dotted, 40...64),
        .init("figma_token", "figd_", .base64URL, 40...44), .init("figma_token", "figp_", .base64URL, 40...60),
        .init("linear_key", "lin_api_", .base62, 40), .init("linear_key", "lin_oauth_", .base62, 40...64),
        .init("notion_token", "ntn_", .base62, 40...50), .init("notion_token", "secret_", .base62, 43),
        .init("airtable_token", "pat", .dotted, 79, check: .fields([14, 64])),
        .init("apify_token", "apify_api_", .base62, 30...40), .init("valtown_token", "vtwn_", .base62, 30...60),
    ]

    /// Clouds and what runs in them.
    private static let clouds: [SecretFormat] = [
        .init("aws_access_key", "AKIA", .upperBase36, 16), .init("aws_access_key", "ASIA", .upperBase36, 16),
        .init("aws_access_key", "ABIA", .upperBase36, 16), .init("aws_access_key", "ACCA", .upperBase36, 16),
        .init("aws_bedrock_key", "ABSK", .base64, 109...269),
        .init("aws_appsync_key", "da2-", .base62, 26), .init("aws_mws_token", "amzn.mws.", .uuid, 36),
        .init("aws_mws_token", "amzn.oauth2.", .dotted, 40...120),
        .init("google_api_key", "AIza", .base64URL, 35), .init("google_client_secret", "GOCSPX-", .base64URL, 28),
        .init("google_access_token", "ya29.", .dotted, 30...1000),
        .init("google_refresh_token", "1//0", .base64URL, 40...160),
        .init("alibaba_access_key", "LTAI", .base62, 12...26), .init("tencent_secret_id", "AKID", .base62, 32),
        .init("digitalocean_token", "dop_v1_", .hexadecimal, 64),
        .init("digitalocean_token", "doo_v1_", .hexadecimal, 64),
        .init("digitalocean_token", "dor_v1_", .hexadecimal, 64), .init("heroku_key", "HRKU-", .base64URL, 36...64),
        .init("cloudflare_token", "cfut_", .base62, 40...56), .init("cloudflare_token", "cfat_", .base62, 40...56),
        .init("cloudflare_token", "cfk_", .base62, 40...56), .init("cloudflare_origin_key", "v1.0-", .uuid, 171),
        .init("databricks_token", "dapi", .uuid, 32...35), .init("databricks_token", "dkea", .hexadecimal, 32),
        .init("doppler_token", "dp.pt.", .base62, 40...44), .init("doppler_token", "dp.ct.", .base62, 40...44),
        .init("doppler_token", "dp.sa.", .base62, 40...44), .init("doppler_token", "dp.scim.", .base62, 40...44),
        .init("doppler_token", "dp.st.", .dotted, 40...80), .init("doppler_token", "dp.audit.", .base62, 40...44),
        .init("vault_token", "hvs.", .base64URL, 24...300), .init("vault_token", "hvb.", .base64URL, 90...600),
        .init("vault_token", "hvr.", .base64URL, 24...300), .init("pulumi_token", "pul-", .hexadecimal, 40),
        .init("supabase_token", "sbp_", .base62, 40), .init("supabase_key", "sb_secret_", .base64URL, 30...45),
        .init("planetscale_token", "pscale_tkn_", .dotted, 32...64),
        .init("planetscale_password", "pscale_pw_", .dotted, 32...64),
        .init("planetscale_token", "pscale_oauth_", .dotted, 32...64), .init("fly_token", "fo1_", .base64URL, 40...64),
        .init("fly_token", "fm2_", .base64, 60...1000), .init("netlify_token", "nfp_", .base62, 36...60),
        .init("vercel_token", "vcp_", .base62, 24...64), .init("vercel_token", "vck_", .base62, 24...64),
        .init("vercel_token", "vci_", .base62, 24...64), .init("vercel_token", "vca_", .base62, 24...64),
        .init("render_key", "rnd_", .base62, 28...40), .init("neon_key", "napi_", .base62, 40...80),
        .init("scalingo_token", "tk-us-", .base64URL, 48), .init("openshift_token", "sha256~", .base64URL, 43),
        .init("tailscale_key", "tskey-", .base64URL, 24...80, check: .anyBody),
        .init("yandex_key", "AQVN", .base64URL, 35...38), .init("yandex_token", "t1.9eu", .dotted, 80...400),
        .init("yandex_token", "y0_A", .base64URL, 50...60),
        .init("prefect_token", "pnu_", .base62, 36), .init("prefect_token", "pnb_", .base62, 36),
        .init("age_secret_key", "AGE-SECRET-KEY-1", .upperBase36, 58, check: .bech32),
        .init("onepassword_token", "ops_eyJ", .base64, 200...1000),
        .init("infracost_key", "ico-", .base62, 32),
        .init("dynatrace_token", "dt0", .dotted, 93, check: .fields([3, 24, 64])),
    ]

    /// Messages, monitoring and other services.
    private static let services: [SecretFormat] = [
        .init("slack_token", "xoxb-", .base64URL, 24...160), .init("slack_token", "xoxp-", .base64URL, 24...160),
        .init("slack_token", "xoxa-", .base64URL, 24...160), .init("slack_token", "xoxr-", .base64URL, 24...160),
        .init("slack_token", "xoxs-", .base64URL, 24...160), .init("slack_token", "xoxo-", .base64URL, 24...160),
        .init("slack_token", "xoxc-", .base64URL, 24...160), .init("slack_token", "xoxd-", .anyToken, 80...300),
        .init("slack_token", "xoxe-", .base64URL, 24...300), .init("slack_token", "xoxe.xoxp-", .base64URL, 60...300),
        .init("slack_token", "xoxe.xoxb-", .base64URL, 60...300), .init("slack_token", "xapp-", .base64URL, 40...160),
        .init("webhook", "hooks.slack.com/", .path, 40...90), .init("webhook", "discord.com/api/", .path, 70...120),
        .init("webhook", "discordapp.com/api/", .path, 70...120), .init("webhook", "hooks.zapier.com/", .path, 20...60),
        .init("webhook", "outlook.office.com/webh", .path, 100...200),
        .init("webhook", "webhook.office.com/webh", .path, 100...200),
        .init("sendgrid_key", "SG.", .dotted, 66, check: .fields([22, 43])),
        .init("mailgun_key", "key-", .lowerHexadecimal, 32), .init("brevo_key", "xkeysib-", .base64URL, 81),
        .init("brevo_key", "xsmtpsib-", .base64URL, 81), .init("resend_key", "re_", .word, 32...36),
        .init("newrelic_key", "NRAK-", .base62, 27), .init("newrelic_key", "NRII-", .base64URL, 32),
        .init("newrelic_key", "NRJS-", .lowerHexadecimal, 19), .init("newrelic_key", "NRRA-", .lowerHexadecimal, 42),
        .init("grafana_token", "glc_", .base64, 32...400),
        .init("grafana_token", "glsa_", .word, 41, check: .crc32Hexadecimal),
        .init("sentry_token", "sntrys_", .base64.union(.word), 80...500),
        .init("sentry_token", "sntryu_", .hexadecimal, 64),
        .init("honeycomb_key", "hcaik_", .base62, 58), .init("honeycomb_key", "hcbik_", .base62, 58),
        .init("posthog_key", "phx_", .base62, 40...60), .init("dependencytrack_key", "odt_", .base62, 32...42),
        .init("dropbox_token", "sl.", .base64URL, 130...1000), .init("hubspot_token", "pat-na1-", .uuid, 36),
        .init("hubspot_token", "pat-eu1-", .uuid, 36), .init("facebook_token", "EAAC", .base62, 80...300),
        .init("facebook_token", "EAAM", .base62, 80...300), .init("facebook_token", "EAAG", .base62, 80...300),
        .init("intra42_secret", "s-s4t2", .base64URL, 60...80), .init("mapbox_token", "sk.eyJ", .dotted, 60...200),
        .init("lokalise_key", "tkn.v1_", .base64, 60...100),
        .init("zuplo_key", "zpka_", .word, 36...48), .init("ubidots_token", "BBFF-", .base62, 30...34),
        .init("endor_key", "endr+", .base64URL, 16), .init("defined_key", "dnkey-", .base64URL, 60...100),
        .init("clickup_token", "pk_", .upperBase36.union(ByteSet("_".utf8)), 35...44),
    ]

    /// Language models and their tools.
    private static let intelligence: [SecretFormat] = [
        .init("anthropic_key", "sk-ant-", .base64URL, 80...130),
        .init("openai_key", "sk-proj-", .base64URL, 40...200), .init("openai_key", "sk-svcacct-", .base64URL, 40...200),
        .init("openai_key", "sk-admin-", .base64URL, 40...200),
        .init("openrouter_key", "sk-or-v1-", .hexadecimal, 64), .init("langfuse_key", "sk-lf-", .uuid, 36),
        .init("openai_key", "sk-", .base62, 32...64),
        .init("huggingface_token", "hf_", .letters, 34), .init("huggingface_token", "api_org_", .letters, 34),
        .init("groq_key", "gsk_", .base62, 52), .init("perplexity_key", "pplx-", .base62, 48...56),
        .init("xai_key", "xai-", .word, 80), .init("replicate_token", "r8_", .base62, 37),
        .init("langsmith_key", "lsv2_pt_", .word, 43), .init("langsmith_key", "lsv2_sk_", .word, 43),
        .init("tavily_key", "tvly-", .base64URL, 32...50), .init("pinecone_key", "pcsk_", .word, 60...80),
        .init("elevenlabs_key", "sk_", .hexadecimal, 48), .init("together_key", "tgp_v1_", .base64URL, 43),
        .init("nvidia_key", "nvapi-", .base64URL, 60...70), .init("fireworks_key", "fw_", .base62, 22...28),
        .init("kaggle_token", "KGAT_", .hexadecimal, 32),
    ]

    /// Payments and shops.
    private static let commerce: [SecretFormat] = [
        .init("stripe_key", "sk_live_", .word, 24...120), .init("stripe_key", "sk_test_", .word, 24...120),
        .init("stripe_key", "rk_live_", .word, 24...120), .init("stripe_key", "rk_test_", .word, 24...120),
        .init("stripe_secret", "whsec_", .base64, 32...64),
        .init("shopify_token", "shpat_", .base62, 32...40), .init("shopify_token", "shpca_", .base62, 32...40),
        .init("shopify_token", "shppa_", .base62, 32...40), .init("shopify_secret", "shpss_", .base62, 32...40),
        .init("square_token", "sq0atp-", .base64URL, 22...43), .init("square_secret", "sq0csp-", .base64URL, 43...50),
        .init("square_token", "EAAA", .base64URL, 60), .init("easypost_key", "EZAK", .base62, 54),
        .init("easypost_key", "EZTK", .base62, 54), .init("flutterwave_key", "FLWSECK-", .base64URL, 32...50),
        .init("flutterwave_key", "FLWSECK_TEST-", .base64URL, 12...50),
        .init("duffel_token", "duffel_live_", .base64URL, 43), .init("duffel_token", "duffel_test_", .base64URL, 43),
        .init("shippo_token", "shippo_live_", .hexadecimal, 40),
        .init("shippo_token", "shippo_test_", .hexadecimal, 40),
        .init("plaid_token", "access-sandbox-", .uuid, 36), .init("plaid_token", "access-production-", .uuid, 36),
        .init("paypal_token", "access_token$production$", .base62.union(ByteSet("$".utf8)), 49),
    ]

    /// Hashes of passwords in the modular crypt format; they can be searched for the password.
    private static let passwordHashes: [SecretFormat] = [
        .init("password_hash", "$2a$", .crypt, 56), .init("password_hash", "$2b$", .crypt, 56),
        .init("password_hash", "$2y$", .crypt, 56), .init("password_hash", "$1$", .crypt, 24...31),
        .init("password_hash", "$5$", .crypt, 45...80), .init("password_hash", "$6$", .crypt, 88...123),
        .init("password_hash", "$y$", .crypt, 50...120), .init("password_hash", "$argon2", .crypt, 60...200),
    ]

    /// A Discord bot token begins with the bot's number in base 64, so its first three characters encode two or three
    /// digits.
    private static let discord: [SecretFormat] = "MNO".flatMap { first in
        "DTjz".flatMap { second in
            "AEIMQUYcgk".map { third in
                SecretFormat("discord_token", "\(first)\(second)\(third)", .dotted, 55...72, check: .contains("."))
            }
        }
    }

    /// A Twilio API key is `SK` and 32 hexadecimal digits.
    private static let twilio: [SecretFormat] = "0123456789abcdef".map {
        SecretFormat("twilio_key", "SK\($0)", .lowerHexadecimal, 31)
    }
}

extension ByteSet {
    /// What stands in tokens that mix base 64 of both kinds, percent signs and field separators.
    fileprivate static let path = ByteSet.dotted.union(ByteSet("/@%".utf8))
    fileprivate static let crypt = ByteSet.base62.union(ByteSet("./$=,+".utf8))
    fileprivate static let anyToken = ByteSet.dotted.union(.base64).union(ByteSet("%~".utf8))
}
