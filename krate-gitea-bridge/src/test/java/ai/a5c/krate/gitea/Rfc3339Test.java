package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @Test
    void theQuickWayReadsWhatTheSlowWayReads() {
        int[] read = {0};
        Seeds.forAll(3_000, random -> {
            String text = "%04d-%02d-%02dT%02d:%02d:%02d%s"
                    .formatted(
                            random.nextInt(10_000),
                            random.nextInt(14),
                            random.nextInt(33),
                            random.nextInt(26),
                            random.nextInt(61),
                            random.nextInt(61),
                            random.nextBoolean()
                                    ? "Z"
                                    : "+%02d:%02d".formatted(random.nextInt(20), random.nextInt(61)));
            Rfc3339.inWholeSeconds(text).ifPresent(quick -> {
                read[0]++;
                assertThat(Rfc3339.parse(text)).as(text).contains(quick);
            });
        });
        assertThat(read[0]).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T12:00:00.5Z",
                "2026-03-01T12:00:00-01:00",
                "2026-03-01T12:00Z",
                "2026-03-01T12:00:00z",
                "0000-03-01T12:00:00Z",
                "+10000-03-01T12:00:00Z",
                "2026-02-30T12:00:00Z",
                "2026-03-01T12:00:00+19:00",
                "2026-03-01T12:00:00Z ",
                "2026-03-01",
                ""
            })
    void otherTextsAreLeftToTheSlowWay(String text) {
        assertThat(Rfc3339.inWholeSeconds(text)).isEmpty();
    }
}
