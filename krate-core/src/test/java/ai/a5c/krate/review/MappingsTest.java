package ai.a5c.krate.review;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.IdentityMapping;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.review.Mappings.Outside;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MappingsTest {

    private static final String HERE = "https://gitea.example";

    /** Mappings as {@code user subject}, or {@code user subject issuer}. */
    private static Mappings mappings(String... all) {
        return Mappings.of(Stream.of(all).map(MappingsTest::mapping).toList());
    }

    private static IdentityMapping mapping(String text) {
        String[] words = text.split(" ", -1);
        return new IdentityMapping(
                Metadata.named("acme", text.replaceAll("[^a-z0-9]", "-"), Map.of()),
                new IdentityMapping.Spec("acme", words[0], "gitea", words.length > 2 ? words[2] : "", words[1]),
                new ReadyStatus(0, List.of()));
    }

    private static Outside account(String login, String id) {
        return new Outside("gitea", HERE, login, id);
    }

    @Test
    void aNameIsEnoughWhereNothingKnowsAnId() {
        Mappings mappings = mappings("alice-smith alice");
        assertThat(mappings.users(account("alice", "2"))).containsExactly("alice-smith");
        assertThat(mappings.users(account("alice", ""))).containsExactly("alice-smith");
        assertThat(mappings.users(account("bob", "2"))).isEmpty();
        assertThat(mappings.users(new Outside("jenkins", "", "alice", ""))).isEmpty();
    }

    @Test
    void anIdIsTheAccountWhateverItIsCalled() {
        Mappings mappings = mappings("alice-smith id:2", "bob-jones alison");
        assertThat(mappings.users(account("alice", "2"))).containsExactly("alice-smith");
        assertThat(mappings.users(account("alison", "2"))).containsExactly("alice-smith");
    }

    @Test
    void whoTookTheNameOfAUserWithAnIdIsNobody() {
        Mappings mappings = mappings("alice-smith alice", "alice-smith id:2");
        assertThat(mappings.users(account("alice", "77"))).isEmpty();
        assertThat(mappings.users(account("alison", "2"))).containsExactly("alice-smith");
        assertThat(mappings.users(account("alice", ""))).containsExactly("alice-smith");
    }

    @Test
    void anotherForgeSaysNothing() {
        Mappings mappings = mappings("alice-smith alice", "alice-smith id:9 https://elsewhere.example");
        assertThat(mappings.users(account("alice", "2"))).containsExactly("alice-smith");
        assertThat(mappings.users(account("alice", "9"))).containsExactly("alice-smith");
        assertThat(mappings.users(account("x", "9"))).isEmpty();
        assertThat(mappings("a id:2 " + HERE + "/").users(account("x", "2"))).containsExactly("a");
    }

    @Test
    void severalUsersOfOneAccountAreToldAsTheyAre() {
        assertThat(mappings("a id:2", "b id:2").users(account("x", "2"))).containsExactlyInAnyOrder("a", "b");
        assertThat(mappings("a alice", "b alice").users(account("alice", "2"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aNameThatLooksLikeAnIdIsNone() {
        assertThat(mappings("a id:2").users(account("id:2", "9"))).isEmpty();
        assertThat(mappings("a id:2").users(account("id:2", ""))).isEmpty();
    }
}
