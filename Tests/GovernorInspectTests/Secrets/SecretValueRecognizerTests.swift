import GovernorCore
import Testing

@testable import GovernorInspect

/// Values judged by the words before them and their look. All are invented.
struct SecretValueRecognizerTests {
    private static func spans(in text: String) -> [String] {
        SecretsInspector().findings(in: Array(text.utf8)).map {
            "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)"
        }
    }

    @Test(
        arguments: [
            "DB_PASSWORD=«password:kX9mQ2vLp7Zt»", "export API_TOKEN=«secret:Zx81kQpLm20vNcRt5YbW»\n",
            "{\"client_secret\": \"«secret:q7Hd92kLmZpX4vTn8RsYbC31»\"}",
            "api_key: «secret:9f86d081884c7d659a2feaa0c55ad015»",
            "secretKey = '«secret:bGq8X2mPz4Rt7Wn1Kc5Vd9Hs»';", "--password «password:kX9mQ2vLp7Zt» --verbose",
            "password => '«password:m0nk3yWr9#77»',", "let token: String = \"«secret:aB3dE6gH9jK2mN5pQ8sT1vW4»\"",
            "Authorization: Bearer «secret:mF9kB5fQ41JqMz7Xw2LsTn8P»",
            "X-Api-Key: «secret:4c9d1f7e2b8a46d0a5c3e9f1b7d2846a»",
            "the password is '«password:wX7#rt2031!x»'", "acme_widgets_key=«secret:8dK2mXq9Lr4Tz7Wb1Nc6Vf3H»",
            "Server=db;User Id=sa;Password=«password:G7tm0s#3kQ»;Trusted=False",
            "token=«secret:q7Hd92kLmZpX4vTn8RsYbC31»&page=2",
            // What goes on behind signs that end other values.
            "the password is «password:Tr0ub4dor&3» please", "pwd: «password:kX9$mQ2&vL7»",
            "DB_PASSWORD=«password:cr&4Kz!p9Qw2L»", "Passwort: «password:Blau)mohn7(x»",
            "password=\"«password:abc Def123!xy Z9»\"", "password: «password:kX9$mQ2;vL7z», and more",
            "password=«password:kX9$mQ2<vL7z»\n", "PASSWORD=«password:kX9|mQ2>vL[7]z» x",
            "password = '«password:kX9\\\\mQ2vL7!»'", "(password: «password:kX9mQ2vLp7Zt»)",
            "user=ada&password=«password:kX9mQ2&vL7»&page=2", "password=«password:kX9mQ2vLp7Zt»&amp;page=2",
            "<password>«password:kX9mQ2vLp7Zt»</password>", "{password:«password:kX9mQ2vLp7Zt»,user:ada}",
            "password=«password:kX9mQ2vLp7Zt»;user=ada", "password=«password:kX9mQ2vLp7Zt»).",
            "AWS_SECRET_ACCESS_KEY=«secret:k3Yt9QwLp2Zx8Vb5Nm1Rc7Hd4Jf6Gs0TaEuIoXzK»",
        ].map(MarkedText.init))
    func `a secret value is found with its bytes and nothing else`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(arguments: [
        "api_key = os.environ['API_KEY_2']", "token = get_token(user_id=8997)", "password = ${DB_PASSWORD}",
        "client_secret: <your-client-secret>", "Authorization: Bearer $TOKEN", "password: changeme",
        "secret = \"xxxxxxxxxxxx\"",
        "commit 443e210471948d33296c87009e8a7f770d9106fd", "ETag: \"ff8b3fa5a3bc34f9ac5a0a6e39ebbf65\"",
        "sha256:5729fae923d5a4fd12aabfe228f219e9cb0eb53f16947ccf25ec84d8dbc74254",
        "MD5 (a.zip) = ec21ef66b01d4921da2e055c90eb6f2a",
        "request_id=b886e757-7496-4a2c-a877-3e130f7eb197", "go.sum h1:aJhlzUrONqCJspcleYuVaPSGgP/WXERJYjpD2/XHqUm=",
        "password: str = field(default=None)", "this.token = this.config.accessToken;",
        "TOKEN_URL = \"https://example.org/oauth/v2/token\"",
        "token_type = \"Bearer\"", "passwordField = \"#login-password-2\"", "The token expires in 3600 seconds.",
        "key: value", "password: \"Please enter your password (8 characters)\"", "password = a&b", "token = a|b;",
        "if (password==other)return 5", "password = user.find(id)[0].value7",
        "secret_name: my-app-secret-7", "SECRET_KEY_FILE=/run/secrets/key_1", "Token.Number: \"#976806\"",
        "PASSWORD: \"********\"",
        "alphabet = \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\"",
        "if password == confirm_password {",
        "#define GL_STENCIL_PASS_DEPTH_PASS 0x0B96", "ssh-rsa AAAAB3NzaC1yc2EyhCFVztA+Fnd60qTWDCVSYaPJEovuQgv40KGd u@h",
        "data:image/png;base64,iVBORw0KGgojpwVhOGu5NgyvhwvSuqK4dWGlgnoAEcTl31uGQ", "'3745e48...08d59ae'",
        "key: null, token: nil", "password = 'password'", "export TOKEN=eyJzaWduSW5BZGRyZXNzIjoiaHR0cHM6...",
        "echo 'export DB_PASSWORD=\"'$PASSWORD'\"'", "policy = \"arn:aws:iam::aws:policy/IAMUserChangePassword\"",
        "this.addPassword = \"#add-password\";", "passwordLabel:\"Password:\",rememberLabel:\"Remember me:\"",
        "sha512-Zx81kQpLm20vNcRt5YbWq7Hd92kLmZpX4vTn8RsYbC31Zx81kQpLm20vNcRt5YbWq7Hd92kLmZpX4vTn8RsYbA==",
        "sha256:5729fae923d5a4fd12aabfe228f219e9cb0eb53f16947ccf25ec84d8dbc74254  model-30.tar.gz",
        "secret `projects/my-project/secrets/my-secret/versions/2` and",
        "getSubArch() == Triple::AArch64SubArch_arm64e;",
        "extern const char id[DER_OID_SZ_id_aes192_wrap];", "http://a.example.org/image?q=Zx81kQpLm20vNcRt5YbW",
    ])
    func `a look-alike is not found`(text: String) {
        #expect(Self.spans(in: text) == [])
    }

    @Test func `prose holds no secret`() {
        let text = """
            The committee met on 12 March 2024 and asked for the key figures: 14,302 visitors, 87.5 % of them returning. \
            Its secretary, who holds the password to the archive, said that "access is open" to members; tokens are at the \
            desk. See section 4.2: private letters (pp. 113-118), and the author's note on page 12.
            """
        #expect(Self.spans(in: text) == [])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `any bytes are read without harm`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "=", ":", "\"", "'", "token", "-u ", "--", "://", "@", "eyJ", ".", "Q~", "AKIA", "-----BEGIN ",
            "PRIVATE KEY-----", "\n", "é",
        ]
        let text = (0..<200).flatMap { _ -> [UInt8] in
            Bool.random(using: &random)
                ? Array(pieces[Int.random(in: pieces.indices, using: &random)].utf8)
                : [UInt8.random(in: .min ... .max, using: &random)]
        }
        for finding in SecretsInspector().findings(in: text) {
            #expect(finding.span.upperBound <= text.count && (0...1).contains(finding.confidence))
        }
    }
}
