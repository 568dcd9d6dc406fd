package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.event.SourceEvent.Actor;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.review.Mappings.Outside;
import ai.a5c.krate.review.Policy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who the sender of a captured comment is, after they took another name, or another took theirs. */
class RenamedActorsTest {

    private static final String PEOPLE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: User
            metadata: { name: alice-smith, namespace: acme }
            spec: { displayName: Alice }
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: Team
            metadata: { name: maintainers, namespace: acme }
            spec: { members: [alice-smith] }
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: IdentityMapping
            metadata: { name: alice, namespace: acme }
            spec: { user: alice-smith, provider: gitea, subject: alice }
            """;
    private static final String BY_ID = """
            ---
            apiVersion: krate.a5c.ai/v1alpha1
            kind: IdentityMapping
            metadata: { name: alice-id, namespace: acme }
            spec: { user: alice-smith, provider: gitea, subject: "id:2" }
            """;

    private final GiteaSource source = new GiteaSource();

    private static Policy policy(String yaml) {
        List<Resource> resources = Documents.read(yaml).stream()
                .map(document -> ResourceCodec.read(
                        KindRegistry.named(String.valueOf(document.get("kind"))).orElseThrow(), document))
                .toList();
        return Policy.of("acme", resources);
    }

    /** The sender of the captured comment with the sender's name or id written otherwise. */
    private Set<String> users(String yaml, String from, String to) {
        Capture capture = Capture.number("0006");
        String body = capture.body().replace(from, to);
        Actor actor = source.read(capture.delivery(body)).event().orElseThrow().actor();
        return policy(yaml)
                .actor(new Outside("gitea", "https://gitea.example", actor.login(), actor.id()))
                .users();
    }

    @Test
    void theSenderIsKnownByNameAndById() {
        assertThat(users(PEOPLE, "", "")).containsExactly("alice-smith");
        assertThat(users(PEOPLE + BY_ID, "", "")).containsExactly("alice-smith");
    }

    @Test
    void aRenamedSenderIsKnownByIdOnly() {
        assertThat(users(PEOPLE, "\"login\": \"alice\"", "\"login\": \"alison\""))
                .isEmpty();
        assertThat(users(PEOPLE + BY_ID, "\"login\": \"alice\"", "\"login\": \"alison\""))
                .containsExactly("alice-smith");
    }

    @Test
    void whoTookTheNameIsNobodyWhereTheIdIsKnown() {
        assertThat(users(PEOPLE + BY_ID, "\"id\": 2,", "\"id\": 77,")).isEmpty();
        assertThat(users(PEOPLE, "\"id\": 2,", "\"id\": 77,")).containsExactly("alice-smith");
    }
}
