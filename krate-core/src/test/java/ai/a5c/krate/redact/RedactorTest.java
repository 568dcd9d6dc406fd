package ai.a5c.krate.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private static final String VALUE = "Kx7&pQ<zR\"t/9+vW=m\\2n'L~d*E";
    private static final Redactor REDACTOR = Redactor.of(List.of(new KnownSecret("deploy", VALUE)));
    private static final Redactor PLAIN = Redactor.of(List.of());

    static Stream<Arguments> disguises() {
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getEncoder();
        return Stream.of(
                Arguments.of("plain", VALUE),
                Arguments.of("base64", base64.encodeToString(bytes)),
                Arguments.of(
                        "base64 at offset 1",
                        base64.encodeToString(("x" + VALUE + "yz").getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "base64 at offset 2",
                        base64.encodeToString(("xy" + VALUE + "z").getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)),
                Arguments.of(
                        "base64 in lines",
                        Base64.getMimeEncoder(16, new byte[] {'\n'}).encodeToString(bytes)),
                Arguments.of("hex", HexFormat.of().formatHex(bytes)),
                Arguments.of("upper-case hex", HexFormat.of().withUpperCase().formatHex(bytes)),
                Arguments.of("URL", "Kx7%26pQ%3CzR%22t%2F9%2BvW%3Dm%5C2n%27L~d*E"),
                Arguments.of("URL, lower case", "Kx7%26pQ%3czR%22t%2f9%2bvW%3dm%5c2n%27L~d*E"),
                Arguments.of(
                        "URL, all escaped",
                        "%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(bytes)),
                Arguments.of("JSON", "Kx7&pQ<zR\\\"t/9+vW=m\\\\2n'L~d*E"),
                Arguments.of("JSON with slashes", "Kx7&pQ<zR\\\"t\\/9+vW=m\\\\2n'L~d*E"),
                Arguments.of("HTML", "Kx7&amp;pQ&lt;zR&quot;t/9+vW=m\\2n&#39;L~d*E"),
                Arguments.of("HTML by number", "Kx7&amp;pQ&lt;zR&#34;t/9+vW=m\\2n&#x27;L~d*E"),
                Arguments.of("reversed", new StringBuilder(VALUE).reverse().toString()),
                Arguments.of("lines", String.join("\n", VALUE.split(""))),
                Arguments.of("indented lines", String.join("\r\n  \t", VALUE.split(""))),
                Arguments.of("zero width", String.join("\u200b", VALUE.split(""))),
                Arguments.of("soft hyphens", String.join("\u00ad\u2060", VALUE.split(""))),
                Arguments.of("without its first seven", VALUE.substring(7)),
                Arguments.of("without its last seven", VALUE.substring(0, VALUE.length() - 7)),
                Arguments.of("twelve characters", VALUE.substring(5, 17)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disguises")
    void aKnownValueIsFoundInEveryDisguise(String name, String disguised) {
        Redacted redacted = REDACTOR.redact("before (" + disguised + ") after");
        assertThat(redacted.text()).startsWith("before (").endsWith(") after").contains("[REDACTED:secret/deploy]");
        String rest =
                redacted.text().replace("before (", "").replace(") after", "").replace("[REDACTED:secret/deploy]", "");
        assertThat(rest).hasSizeLessThan(12);
        assertThat(redacted.counts()).containsOnlyKeys("secret/deploy");
    }

    @Test
    void elevenCharactersAreNotFound() {
        assertThat(REDACTOR.redact(VALUE.substring(5, 16)).found()).isFalse();
    }

    @Test
    void aSecretTooShortToBeFoundIsRefusedWithoutSayingIt() {
        assertThatThrownBy(() -> new KnownSecret("deploy", "hunter2"))
                .hasMessage("secret 'deploy' has fewer than 12 characters; it could not be kept out of texts");
        assertThatThrownBy(() -> new KnownSecret("a]b", VALUE))
                .hasMessage("a secret's name has 1 to 100 letters, digits, '.', '_', '/' and '-'");
    }

    @Test
    void nothingPrintsAValue() {
        assertThat(new KnownSecret("deploy", VALUE)).hasToString("KnownSecret[deploy]");
        assertThat(REDACTOR).hasToString("Redactor");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "github-token | x ghp_16C7e42F292c6912E7710c838347Ae178B4a y | x [REDACTED:github-token] y",
                "github-token | github_pat_11ABCDEFG0abcdefghijkl_0123456789 | [REDACTED:github-token]",
                "gitlab-token | glpat-ABCdef123-456_ghiJKL | [REDACTED:gitlab-token]",
                "aws-key | id AKIAIOSFODNN7EXAMPLE. | id [REDACTED:aws-key].",
                "google-key | AIzaSyA1234567890abcdefghijklmnopqrstuvw | [REDACTED:google-key]",
                "slack-token | (xoxb-123456789012-abcdefABCDEF) | ([REDACTED:slack-token])",
                "openai-key | sk-proj-abcDEF123456ghiJKL789 | [REDACTED:openai-key]",
                "anthropic-key | sk-ant-api03-abcDEF123_456-xyz | [REDACTED:anthropic-key]",
                "npm-token | npm_abcdefghijklmnopqrstuvwxyz0123456789 | [REDACTED:npm-token]",
                "krate-token | krt_aB3dE5fG7hJ9kL1mN3pQ | [REDACTED:krate-token]",
                "jwt | a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_1 b | a [REDACTED:jwt] b",
                "basic-auth | https://bob:pa55@git.example/x | https://bob:[REDACTED:basic-auth]@git.example/x",
                "basic-auth | postgres://u:p@ss@db/x | postgres://u:[REDACTED:basic-auth]@db/x",
                "authorization | Authorization: Bearer abc.def-123 | Authorization: Bearer [REDACTED:authorization]",
                "authorization | \"authorization\": \"token 0123abcd4567\" | \"authorization\": \"token [REDACTED:authorization]\"",
                "authorization | curl -H 'PRIVATE-TOKEN: abcdefgh' x | curl -H 'PRIVATE-TOKEN: [REDACTED:authorization]' x",
                "webhook-signature | X-Gitea-Signature: 5bdcc146bf60754e6a04 | X-Gitea-Signature: [REDACTED:webhook-signature]",
                "webhook-signature | X-Hub-Signature-256: sha256=5bdcc146bf60754e6a04 | X-Hub-Signature-256: sha256=[REDACTED:webhook-signature]",
                "kubeconfig | client-key-data: LS0tLS1CRUdJTiBSU0E= | client-key-data: [REDACTED:kubeconfig]",
                "secret-value | DB_PASSWORD=Tr0ub4dor&3x | DB_PASSWORD=[REDACTED:secret-value]",
                "secret-value | \"api_key\": \"aB3dE5,G7hJ9\" | \"api_key\": \"[REDACTED:secret-value]\"",
                "secret-value | mysql --password x9Kq2LmZ7 db | mysql --password [REDACTED:secret-value] db",
                "secret-value | <token>x9Kq2LmZ7v</token> | <token>[REDACTED:secret-value]</token>",
            })
    void aTokenShowsByItsShapeOrItsName(String category, String text, String expected) {
        assertThat(PLAIN.redact(text)).isEqualTo(new Redacted(expected, Map.of(category, 1)));
    }

    @Test
    void aPrivateKeyGoesFromItsFirstToItsLastLineAndACutOneAsFarAsItLooksLikeOne() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow+/=\nabc\n-----END RSA PRIVATE KEY-----";
        assertThat(PLAIN.redact("a\n" + key + "\nb").text()).isEqualTo("a\n[REDACTED:private-key]\nb");
        assertThat(PLAIN.redact("a\n" + key.substring(0, 45) + ": and words").text())
                .isEqualTo("a\n[REDACTED:private-key]: and words");
        assertThat(PLAIN.redact(key.replace("RSA PRIVATE", "PUBLIC")).found()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The password is wrong, and the token: expired.",
                "token = request.getToken()",
                "password: ${{ secrets.DB_PASSWORD1 }}",
                "PASSWORD=$DB_PASSWORD1",
                "Author: jsmith1984x",
                "risk-assessment-of-the-2024-Rollout-plan",
                "task-sk-learn",
                "https://git.example:8443/a@b",
                "see https://git.example/x?a=b:c@d",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "tokens: 12345678",
                "-----BEGIN CERTIFICATE-----",
                "[REDACTED:github-token]",
            })
    void ordinaryTextStays(String text) {
        assertThat(PLAIN.redact(text)).isEqualTo(new Redacted(text, Map.of()));
    }

    @Test
    void aSecretCannotHideInWhatLooksLikeAMarker() {
        assertThat(REDACTOR.redact("[REDACTED:" + VALUE + "]").text()).isEqualTo("[REDACTED:[REDACTED:secret/deploy]]");
        assertThat(PLAIN.redact("[REDACTED:ghp_16C7e42F292c6912E7710c838347Ae178B4a]")
                        .text())
                .isEqualTo("[REDACTED:[REDACTED:github-token]]");
    }

    @Test
    void aNameThatHoldsAValueDoesNotConfuseTheSecondTime() {
        Redactor redactor = Redactor.of(List.of(new KnownSecret("abcdefghijkl", "abcdefghijkl")));
        Redacted once = redactor.redact("x abcdefghijkl y");
        assertThat(once.text()).isEqualTo("x [REDACTED:secret/abcdefghijkl] y");
        assertThat(redactor.redact(once.text())).isEqualTo(new Redacted(once.text(), Map.of()));
    }

    @Test
    void countsByCategory() {
        assertThat(REDACTOR.redact(VALUE + " npm_abcdefghijklmnopqrstuvwxyz0123456789 " + VALUE)
                        .counts())
                .containsExactly(Map.entry("npm-token", 1), Map.entry("secret/deploy", 2));
    }

    private static final List<String> PIECES = List.of(
            VALUE,
            VALUE.substring(9),
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "AKIAIOSFODNN7EXAMPLE",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x",
            "password=",
            "token: ",
            "Authorization: Bearer ",
            "https://a:",
            "@",
            "://",
            "x9Kq2LmZ7v",
            "auth=",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "[REDACTED:",
            "[REDACTED:jwt]",
            "secret",
            "]",
            "\n",
            "\u200b",
            "\ud800",
            "\udc00",
            "\u0000",
            " ",
            "\"",
            "'",
            "😀",
            "sk-",
            "--token ",
            "=",
            ",",
            "A1b");

    private static String anyText(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(30), 0, PIECES.size()).forEach(i -> text.append(PIECES.get(i)));
        return text.toString();
    }

    @Test
    void redactingTwiceChangesNothing() {
        Seeds.forAll(5_000, random -> {
            String once = REDACTOR.redact(anyText(random)).text();
            assertThat(REDACTOR.redact(once)).isEqualTo(new Redacted(once, Map.of()));
        });
    }

    @Test
    void noTwelveCharactersOfAKnownValueSurvive() {
        Seeds.forAll(3_000, random -> {
            String text = REDACTOR.redact(anyText(random)).text();
            for (int i = 0; i + 12 <= VALUE.length(); i++) {
                assertThat(text).doesNotContain(VALUE.substring(i, i + 12));
            }
        });
    }

    static Stream<String> torments() {
        return Stream.of(
                        "token=",
                        "sk-",
                        "sk-ant-",
                        "eyJ",
                        "://a@",
                        "://",
                        "a:b@://",
                        "-----BEGIN PRIVATE KEY-----",
                        "authorization: ",
                        "auth",
                        "--token ",
                        "AKIA",
                        "password=\"",
                        "[REDACTED:",
                        "bearer ",
                        "[REDACTED:jwt]token=x9Kq2LmZ7v",
                        "\u200b",
                        "\n ")
                .map(piece -> piece.repeat(1_000_000 / piece.length()));
    }

    @ParameterizedTest
    @MethodSource("torments")
    void noTextTakesLong(String text) {
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> REDACTOR.redact(text));
    }

    @Test
    void aMegabyteWithoutSecretsTakesMillisecondsOfOneProcessor() {
        String line = "[INFO] Compiling 81 source files with javac to target/classes, took 1234 ms (token bucket)\n";
        String log = line.repeat(1_000_000 / line.length());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = threads.getCurrentThreadCpuTime();
            assertThat(REDACTOR.redact(log).found()).isFalse();
            best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(best)).isLessThan(100);
    }
}
