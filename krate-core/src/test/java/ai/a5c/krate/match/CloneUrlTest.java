package ai.a5c.krate.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloneUrlTest {

    private static final CloneUrl APP =
            CloneUrl.of("https://git.example/acme/app.git").orElseThrow();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example/acme/app",
                "https://git.example/acme/app/",
                "https://git.example:443/acme/app.git",
                "HTTPS://Git.Example/Acme/App.git",
                "https://ada:s3cret@git.example/acme/app.git",
                "ssh://git@git.example:2222/acme/app.git",
                "git+ssh://git.example/acme/app",
                "git@git.example:acme/app.git",
                " git@git.example:/acme/app ",
            })
    void spellingsOfOnePlaceAreTheSame(String url) {
        assertThat(CloneUrl.of(url)).hasValueSatisfying(one -> {
            assertThat(one.isSameAs(APP)).isTrue();
            assertThat(APP.isSameAs(one)).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example:8443/acme/app.git",
                "http://git.example/acme/app.git",
                "https://git.example.evil/acme/app.git",
                "https://git.example/acme/app2.git",
                "https://git.example/acme/app.git/x",
                "https://git.example/x/acme/app.git",
                "https://other@git.example.evil/git.example/acme/app",
                "git@git.example:app.git",
            })
    void otherPlacesAreOthers(String url) {
        assertThat(CloneUrl.of(url))
                .hasValueSatisfying(one -> assertThat(one.isSameAs(APP)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme/app",
                "app",
                "../app.git",
                "/srv/git/app.git",
                "https://git.example",
                "https://git.example/",
                "https://git.example/acme/app?x=1",
                "https://git.example/acme/a b",
                "javascript://git.example/acme/app",
                "git.example:acme/app",
                "file://git.example/acme/app",
            })
    void whatIsNoCloneUrlIsNone(String url) {
        assertThat(CloneUrl.of(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"file:///srv/git/app.git,file:///srv/git/app", "http://[::1]:3000/a/b,http://[::1]:3000/A/B.git"})
    void directoriesAndNumbersOfHostsAreReadToo(String one, String other) {
        assertThat(CloneUrl.of(one).orElseThrow().isSameAs(CloneUrl.of(other).orElseThrow()))
                .isTrue();
    }

    @Test
    void noUrlIsTooLongToBeRefused() {
        assertThat(CloneUrl.of("https://git.example/" + "a/".repeat(100_000))).isEmpty();
    }
}
