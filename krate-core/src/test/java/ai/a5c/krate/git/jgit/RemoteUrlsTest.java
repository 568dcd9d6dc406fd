package ai.a5c.krate.git.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemoteUrlsTest {

    private final RemoteUrls web = new RemoteUrls(Set.of("https", "http"));

    @Test
    void plainUrlsOfAllowedSchemesPass() {
        assertThat(List.of("https://forge.example/acme/app.git", "http://127.0.0.1:3000/a/b", "https://[::1]/a"))
                .allSatisfy(
                        url -> assertThat(web.check(remote(url)).getScheme()).startsWith("http"));
        assertThat(new RemoteUrls(Set.of("file"))
                        .check(remote("file:///srv/a.git"))
                        .getPath())
                .isEqualTo("/srv/a.git");
    }

    @Test
    void everythingElseIsRefusedWithoutRepeatingTheUrl() {
        assertThat(List.of(
                        "file:///etc",
                        "ext::sh -c id",
                        "ssh://git@forge.example/a",
                        "git@forge.example:acme/app.git",
                        "git://forge.example/a",
                        "--upload-pack=id",
                        "-oProxyCommand=id",
                        "/srv/a.git",
                        "../a",
                        "",
                        "https://user:sesame@forge.example/a",
                        "https://sesame@forge.example/a",
                        "https://forge.example/a?token=sesame",
                        "https://forge.example/a#x",
                        "https:///a",
                        "https://forge.example/a\0b",
                        "https://forge.example/a\nb",
                        "https://forge.example/a b",
                        "https://forge.example\\@evil.example/a",
                        "https:forge.example/a",
                        "ftp://forge.example/a"))
                .allSatisfy(url -> {
                    GitRefusedException refused =
                            catchThrowableOfType(GitRefusedException.class, () -> web.check(remote(url)));
                    assertThat(refused).as(url).isNotNull();
                    assertThat(refused.code()).isEqualTo("UrlNotAllowed");
                    assertThat(refused)
                            .hasMessageStartingWith("the clone URL of 'acme/app' is not allowed: ")
                            .message()
                            .doesNotContain("sesame");
                });
    }

    @Test
    void aSchemeWithoutAClientCannotBeAllowed() {
        assertThatThrownBy(() -> new RemoteUrls(Set.of("https", "ssh")))
                .hasMessage("schemes can be https, http and file; there is no client here for all of [https, ssh]");
    }

    private static Remote remote(String url) {
        return new Remote("acme/app", url, Optional.empty());
    }
}
