package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0s",
        "PT0S, 0s",
        "PT119S, 119s",
        "PT2M, 2m",
        "PT5M12S, 5m12s",
        "PT10M30S, 10m",
        "PT179M, 179m",
        "PT3H, 3h",
        "PT7H59M, 7h59m",
        "PT8H30M, 8h",
        "PT47H, 47h",
        "P2D, 2d",
        "P7DT23H, 7d23h",
        "P8DT5H, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P800D, 2y70d",
        "P2920D, 8y"
    })
    void agesReadAsKubectlWritesThem(Duration age, String text) {
        assertThat(Ages.of(age)).isEqualTo(text);
    }
}
