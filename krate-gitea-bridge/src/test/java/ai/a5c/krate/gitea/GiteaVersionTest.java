package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GiteaVersionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1.22.0                   | false | 1 | 22
            1.28.0+dev-12-gabcdef012 | false | 1 | 28
            1.26.0-rc1               | false | 1 | 26
            1.22                     | false | 1 | 22
            2.0.0                    | false | 2 | 0
            11.0.1+gitea-1.22.0      | true  | 1 | 22
            1.21.11-1+gitea-1.21.11  | true  | 1 | 21
            12.0.0-dev+forgejo       | true  | 0 | 0
            development              | false | 0 | 0
            1.x                      | false | 0 | 0
            ''                       | false | 0 | 0
            99999999999.1            | false | 0 | 0
            """)
    void whatForgesSayIsRead(String text, boolean forgejo, int major, int minor) {
        GiteaVersion version = GiteaVersion.of(text);
        assertThat(version.forgejo()).isEqualTo(forgejo);
        assertThat(version.likeGitea()).isEqualTo(new GiteaVersion.Release(major, minor));
    }

    @Test
    void itIsComparedByNumber() {
        assertThat(GiteaVersion.of("1.26.0").isGitea(26)).isTrue();
        assertThat(GiteaVersion.of("1.3.0").isGitea(26)).isFalse();
        assertThat(GiteaVersion.of("2.0.0").isGitea(26)).isTrue();
        assertThat(GiteaVersion.of("15.0.0+gitea-1.26.0").isGitea(26)).isFalse();
        assertThat(GiteaVersion.of("15.0.0+gitea-1.26.0").isLikeGitea(26)).isTrue();
    }

    @Test
    void itIsNamedOnOneBoundedLine() {
        assertThat(GiteaVersion.of("1.22.0").named()).isEqualTo("Gitea 1.22.0");
        assertThat(GiteaVersion.of("11.0.1+gitea-1.22.0").named()).isEqualTo("Forgejo 11.0.1+gitea-1.22.0");
        assertThat(GiteaVersion.of("").named()).isEqualTo("Gitea of an unknown version");
        assertThat(GiteaVersion.of("a\nb\u202e" + "x".repeat(500)).named())
                .hasSizeLessThan(80)
                .doesNotContain("\n");
    }
}
