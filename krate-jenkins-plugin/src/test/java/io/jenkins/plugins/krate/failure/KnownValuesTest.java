package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownValuesTest {

    private static final String TOKEN = "kept-apart-4711-4712";

    @Test
    void valuesOfVariablesWithTellingNamesAreTakenOut() {
        KnownValues secrets =
                new KnownValues(Map.of("DEPLOY_TOKEN", TOKEN, "PATH", "/usr/local/sbin:/usr/local/bin"), Map.of());

        assertThat(secrets.redact("deploy with " + TOKEN + " in /usr/local/sbin:/usr/local/bin"))
                .isEqualTo("deploy with [REDACTED:secret/DEPLOY_TOKEN] in /usr/local/sbin:/usr/local/bin");
    }

    @Test
    void passwordParametersAreTakenOutHoweverTheyAreNamedAndHoweverShortTheyAre() {
        KnownValues secrets = new KnownValues(Map.of(), Map.of("answer (yours)", TOKEN, "pin", "4242", "no", "x"));

        assertThat(secrets.redact("said " + TOKEN + ", then 4242, then x"))
                .isEqualTo("said [REDACTED:secret/answer__yours_], then [REDACTED], then x");
    }

    @Test
    void whatLooksLikeASecretIsTakenOutThoughNobodyKnowsIt() {
        KnownValues secrets = new KnownValues(Map.of(), Map.of());

        assertThat(secrets.redact("Authorization: Bearer abcdefghijklmnopqrstuvwxyz123456"))
                .doesNotContain("abcdefghijklmnop");
    }

    @Test
    void itNeverShowsAValue() {
        assertThat(new KnownValues(Map.of(), Map.of("p", TOKEN))).hasToString("KnownValues");
    }
}
