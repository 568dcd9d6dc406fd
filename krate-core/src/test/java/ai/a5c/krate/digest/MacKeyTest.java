package ai.a5c.krate.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MacKeyTest {

    private static final MacKey JEFE = MacKey.of("Jefe".getBytes(UTF_8));
    private static final String SIGNATURE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void signsAsTheExampleOfRfc4231() {
        assertThat(JEFE.sign("what do ya want for nothing?")).isEqualTo(SIGNATURE);
    }

    @Test
    void knowsItsOwnSignatureAndNoOther() {
        assertThat(JEFE.signed("what do ya want for nothing?", SIGNATURE)).isTrue();
        assertThat(JEFE.signed("what do ya want for nothing!", SIGNATURE)).isFalse();
        assertThat(JEFE.signed("what do ya want for nothing?", SIGNATURE.substring(1)))
                .isFalse();
        assertThat(JEFE.signed("what do ya want for nothing?", "")).isFalse();
        assertThat(JEFE.signed("what do ya want for nothing?", SIGNATURE.toUpperCase(java.util.Locale.ROOT)))
                .isFalse();
    }

    @Test
    void refusesAnEmptyKeyAndPrintsNone() {
        assertThatThrownBy(() -> MacKey.of(new byte[0])).hasMessage("a key for signatures must not be empty");
        assertThat(JEFE).hasToString("[key]");
    }
}
