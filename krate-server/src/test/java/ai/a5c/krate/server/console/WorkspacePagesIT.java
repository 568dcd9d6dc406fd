package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.console.ConsoleServer.Filling;
import ai.a5c.krate.workspace.Action;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Workspaces in a real browser. */
class WorkspacePagesIT {

    private final ConsoleServer server = new ConsoleServer(Filling.NOTHING);
    private AgentWorkspace workspace;

    @BeforeEach
    void fill() {
        server.world.put(World.resource(
                "Repository",
                "acme",
                "app",
                Map.of(
                        "organizationRef",
                        "acme",
                        "cloneUrl",
                        "https://forge.example/acme/app.git",
                        "defaultBranch",
                        "main"),
                Map.of()));
        server.world.repositories.commitOnRemote("acme/app", "main", Map.of("a.txt", "one\n"));
        workspace = server.world.workspaces.provision(
                new NewWorkspace("acme", "acme", "app", "", "", "issue/7"), Caller.SYSTEM);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPersonSeesWorkspacesAndDoesWhatCanBeDone() throws IOException {
        String name = workspace.metadata().name();
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/workspaces");
            person.sees("Workspaces", name, "provisioned", "issue/7");
            person.picture("workspaces");
            person.go("/workspaces/" + name);
            person.sees(name, "Why not all of them", "Archive", "Host");
            person.picture("workspace");
            person.clicks("button[value=pin]");
            person.sees("Done: pin.", "pinned", "Unpin");
            person.dark();
            person.picture("workspace-pinned-dark");
            assertThat(person.browser.findElements(By.cssSelector("button[value=archive]")))
                    .as("a pinned one cannot be archived")
                    .isEmpty();
        }
    }

    @Test
    void aReaderSeesWhyNothingCanBeDone() throws IOException {
        server.world.workspaces.act(
                new WorkspaceOrder(
                        "acme", workspace.metadata().name(), Action.NOTE, "look at it", false, OptionalLong.empty()),
                Caller.SYSTEM);
        try (Person person = new Person(server, server.world.acmeReader)) {
            person.go("/workspaces/" + workspace.metadata().name());
            person.sees("Why none of them", "look at it");
            assertThat(person.text()).doesNotContain("Save note");
        }
    }

    @Test
    void whatNeedsAYesIsAskedForAndDoneAfterIt() throws IOException {
        gate();
        String name = workspace.metadata().name();
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/workspaces/" + name);
            person.sees(name, "Ask to rebase");
            person.picture("workspace-gated");
            person.clicks("button[value=rebase-start]");
            person.sees("A person must approve rebase-start first.", "Deny");
            person.picture("workspace-waits");
            person.go("/approvals");
            person.sees("rebase-start", name, "Asked for by");
            person.picture("workspace-approval");
            person.clicks("button[value=approve]");
            person.sees("Approved by");
            person.picture("workspace-approved");
            person.go("/workspaces/" + name);
            person.sees(name);
            person.picture("workspace-after");
        }
    }

    /** The workspace as if a run had worked in it whose rule has the gate. */
    private void gate() {
        server.world.put(World.resource(
                "AgentDispatchRun",
                "acme",
                "run-1",
                Map.of(
                        "organizationRef", "acme",
                        "repository", "app",
                        "agentStack", "claude-fix",
                        "taskKind", "issue-fix",
                        "requester", Map.of("login", "ada", "id", "1"),
                        "approvalPolicy", Map.of("requireFor", List.of("rebase"))),
                Map.of("phase", "succeeded")));
        AgentWorkspace made = server.world
                .desk
                .get(AgentWorkspace.class, "acme", workspace.metadata().name())
                .orElseThrow();
        server.world.put(ResourceCodec.write(made.with(made.status()
                .draft()
                .tenancy(new AgentWorkspace.Tenancy("", "run-1", "SUCCESS"))
                .build())));
    }
}
