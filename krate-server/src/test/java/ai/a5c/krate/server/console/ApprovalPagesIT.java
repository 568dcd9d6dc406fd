package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.console.ConsoleServer.Filling;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Questions to people in a real browser. */
class ApprovalPagesIT {

    private static final String DIGEST = "sha256:" + "f1".repeat(32);
    private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

    private final ConsoleServer server = new ConsoleServer(Filling.NOTHING);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoeverApprovedBeforeSeesWhatChangedSince() throws IOException {
        server.world.put(World.resource(
                "AgentApproval",
                "acme",
                "approval-2",
                Map.of(
                        "organizationRef",
                        "acme",
                        "action",
                        "write-back",
                        "requestedBy",
                        "ada",
                        "workItem",
                        "pull-request/3",
                        "bindingDigest",
                        "sha256:" + "ab".repeat(32),
                        "expiresAt",
                        Instant.now().plusSeconds(80_000).toString(),
                        "actions",
                        List.of(
                                action(1, "branch-push", "krate/run-1", "2 files changed"),
                                action(2, "pr-comment", "#3", "The sum was a difference.")),
                        "delta",
                        Map.of(
                                "since", "approval-1",
                                "approvedBy", List.of("grace"),
                                "changes", List.of("the head moved from 1111111 to 2222222", HOSTILE),
                                "text", "+ src/B.java\n" + HOSTILE,
                                "asApproved", List.of(2))),
                Map.of("phase", "pending")));
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/approvals");
            person.sees("grace approved approval-1, which is void", "the head moved from 1111111 to 2222222", HOSTILE);
            person.picture("approval-delta");
            assertThat(person.text()).contains("as it was approved").doesNotContain("The sum was a difference.");
            assertThat(person.browser.findElements(By.cssSelector("main img"))).isEmpty();
            person.clicks(".action summary");
            person.sees("The sum was a difference.");
            person.dark();
            person.picture("approval-delta-dark");
        }
    }

    private static Map<String, Object> action(int ordinal, String action, String target, String preview) {
        return Map.of("ordinal", ordinal, "action", action, "target", target, "digest", DIGEST, "preview", preview);
    }
}
