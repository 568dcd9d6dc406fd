package ai.a5c.krate.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> KINDS = List.of("ci-repair", "review", "release", "triage");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "ci-repare,ci-repair",
        "reveiw,review",
        "Review,review",
        "relase,release",
        "triages,triage",
        "triaeg,triage"
    })
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(NearestName.of(typed, KINDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"banana", "x", "''"})
    void doesNotGuessWildly(String typed) {
        assertThat(NearestName.of(typed, KINDS)).isEmpty();
        assertThat(NearestName.hint(typed, KINDS)).isEmpty();
    }

    @Test
    void theOrderOfCandidatesDoesNotMatter() {
        assertThat(NearestName.of("ab", List.of("ac", "aa"))).contains("aa");
        assertThat(NearestName.of("ab", List.of("aa", "ac"))).contains("aa");
    }

    @Test
    void hintsAtTheEndOfAMessage() {
        assertThat("unknown kind 'reveiw'" + NearestName.hint("reveiw", KINDS))
                .isEqualTo("unknown kind 'reveiw'; did you mean 'review'?");
    }

    @Test
    void ignoresVeryLongNames() {
        assertThat(NearestName.of("r".repeat(101), List.of("r".repeat(101)))).isEmpty();
    }
}
