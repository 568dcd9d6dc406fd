package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.GiteaSignature.Verdict;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GiteaSignatureTest {

    private static final String PLAIN = "x-gitea-signature";
    private static final String PREFIXED = "x-hub-signature-256";
    private static final Capture COMMENT = Capture.number("0006");
    private static final String RIGHT = COMMENT.header(PLAIN);

    @Test
    void everyDeliveryOfTheForgeIsAuthentic() {
        assertThat(Capture.captured()).hasSize(85);
        assertThat(Capture.all())
                .hasSize(107)
                .allSatisfy(capture -> assertThat(under(Capture.SECRET, "").check(capture.headers(), capture.bytes()))
                        .isEqualTo(Verdict.VALID));
    }

    @Test
    void eitherHeaderAloneIsEnough() {
        assertThat(check(Map.of(PLAIN, RIGHT))).isEqualTo(Verdict.VALID);
        assertThat(check(Map.of(PREFIXED, "sha256=" + RIGHT))).isEqualTo(Verdict.VALID);
    }

    @Test
    void thePreviousSecretIsToldFromTheCurrentOne() {
        assertThat(under("next", Capture.SECRET).check(COMMENT.headers(), COMMENT.bytes()))
                .isEqualTo(Verdict.VALID_PREVIOUS);
        assertThat(under(Capture.SECRET, Capture.SECRET).check(COMMENT.headers(), COMMENT.bytes()))
                .isEqualTo(Verdict.VALID);
        assertThat(under("next", "before").check(COMMENT.headers(), COMMENT.bytes()))
                .isEqualTo(Verdict.WRONG);
    }

    @Test
    void withoutASecretNothingIsAuthentic() {
        assertThat(under("", "").check(COMMENT.headers(), COMMENT.bytes())).isEqualTo(Verdict.NO_SECRET);
        assertThat(new GiteaSignature(Optional.empty(), Optional.empty()).check(Map.of(), new byte[0]))
                .isEqualTo(Verdict.NO_SECRET);
    }

    @Test
    void anEmptySignatureIsNone() {
        assertThat(check(Map.of())).isEqualTo(Verdict.MISSING);
        assertThat(check(Map.of(PLAIN, ""))).isEqualTo(Verdict.MISSING);
        assertThat(check(Map.of(PLAIN, "", PREFIXED, "sha256="))).isEqualTo(Verdict.MISSING);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void onlyLowerCaseHexOfFullLengthIsASignature(String signature) {
        assertThat(check(Map.of(PLAIN, signature))).isEqualTo(Verdict.MALFORMED);
        assertThat(check(Map.of(PREFIXED, "sha256=" + signature))).isEqualTo(Verdict.MALFORMED);
    }

    static Stream<String> malformed() {
        return Stream.of(
                RIGHT.toUpperCase(Locale.ROOT),
                RIGHT.substring(0, 63),
                RIGHT.substring(0, 2),
                RIGHT + "00",
                RIGHT + "\n",
                " " + RIGHT,
                "zz" + RIGHT.substring(2),
                "sha256=" + RIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha1=", "SHA256=", "sha256 ="})
    void thePrefixIsExact(String prefix) {
        assertThat(check(Map.of(PREFIXED, prefix + RIGHT))).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void twoSignaturesThatDisagreeAreWrong() {
        String other = "0".repeat(64);
        assertThat(check(Map.of(PLAIN, RIGHT, PREFIXED, "sha256=" + other))).isEqualTo(Verdict.WRONG);
        assertThat(check(Map.of(PLAIN, other, PREFIXED, "sha256=" + RIGHT))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void oneBitMakesItWrong() {
        Seeds.forAll(500, random -> {
            byte[] body = COMMENT.bytes();
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(under(Capture.SECRET, "").check(COMMENT.headers(), body)).isEqualTo(Verdict.WRONG);

            List<String> digits =
                    List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f");
            int at = random.nextInt(64);
            String digit = digits.get((Character.digit(RIGHT.charAt(at), 16) + 1 + random.nextInt(15)) % 16);
            assertThat(check(Map.of(PLAIN, RIGHT.substring(0, at) + digit + RIGHT.substring(at + 1))))
                    .isEqualTo(Verdict.WRONG);
        });
    }

    @Test
    void theRightSignatureUnderAnotherSubscriptionsSecretIsWrong() {
        assertThat(under("another subscription", "").check(COMMENT.headers(), COMMENT.bytes()))
                .isEqualTo(Verdict.WRONG);
    }

    private static Verdict check(Map<String, String> headers) {
        return under(Capture.SECRET, "").check(headers, COMMENT.bytes());
    }

    private static GiteaSignature under(String current, String previous) {
        return new GiteaSignature(Optional.of(secret(current)), Optional.of(secret(previous)));
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
