package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.server.console.ConsoleServer.Filling;
import ai.a5c.krate.store.Query;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Dispatch by hand in a real browser. */
class DispatchPagesIT {

    private final ConsoleServer server = new ConsoleServer(Filling.NOTHING);

    @BeforeEach
    void fill() {
        new WorkSample(server.world).fill();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<AgentDispatchRun> made() {
        return server.world.desk.list(Query.of("AgentDispatchRun", "acme")).items().stream()
                .map(AgentDispatchRun.class::cast)
                .filter(run -> !run.metadata().name().matches("run-[01]"))
                .toList();
    }

    private static void type(Person person, String field, String text) {
        WebElement element = person.browser.findElement(By.id(field));
        element.clear();
        element.sendKeys(text);
    }

    @Test
    void anAgentIsDispatchedAfterALookAtWhatWouldComeOfIt() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.clicks("a.dispatch");
            person.sees("Dispatch an agent", "What is to be done");
            person.picture("dispatch");
            type(person, "agentStack", "claude-fix");
            type(person, "repository", "app");
            type(person, "prompt", "Say what this is.\n\n" + Sample.HOSTILE);
            person.clicks("form[aria-label=Request] button");
            person.sees("What would come of it", "queued", "refs/heads/main", "trusted", "What the agent is told");
            assertThat(made()).as("a preview stores nothing").isEmpty();
            assertThat(person.browser.findElements(By.cssSelector("main img, main script")))
                    .isEmpty();
            person.picture("dispatch-preview");
            person.dark();
            person.narrow();
            assertThat(person.browser.executeScript("return document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            person.picture("dispatch-preview-narrow-dark");
            Object again = person.browser.executeAsyncScript(
                    "var done = arguments[0]; var form = document.querySelector('form[aria-label=Dispatch]');"
                            + "fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))}).then(r => done(r.url));");
            person.clicks("form[aria-label=Dispatch] button");
            person.sees("Timeline", "queued");
            assertThat(person.browser.getCurrentUrl()).isEqualTo(again);
            assertThat(made()).singleElement().satisfies(run -> {
                assertThat(run.spec().requester().login()).isEqualTo("acme-writer");
                assertThat(run.spec().request().requestId()).isNotEmpty();
            });
        }
    }

    @Test
    void everyFaultIsNamedAndNothingTypedIsLost() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/dispatch?agentStack=claude-fix&repository=app&workItem=issue%2F7&title=%3Cb%3Ered");
            assertThat(person.browser.findElement(By.id("title")).getDomProperty("value"))
                    .isEqualTo("<b>red");
            type(person, "prompt", "Look at it");
            type(person, "sha", "abc");
            type(person, "files", "../secret");
            type(person, "budgetUsd", "much");
            person.clicks("form[aria-label=Request] button");
            person.sees(
                    "That cannot be dispatched",
                    "Commit: expected a whole commit id",
                    "Files: expected a path below the root",
                    "Budget: expected a number of US dollars");
            assertThat(person.browser.findElement(By.id("prompt")).getDomProperty("value"))
                    .isEqualTo("Look at it");
            assertThat(person.browser.findElement(By.id("files")).getDomProperty("value"))
                    .isEqualTo("../secret");
            person.picture("dispatch-faults");
        }
        assertThat(made()).isEmpty();
    }

    @Test
    void whatTheReviewDeniesCannotBeDispatched() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/dispatch?agentStack=claude-fix&repository=app&runnerPool=none");
            type(person, "prompt", "Look at it");
            person.clicks("form[aria-label=Request] button");
            person.sees("What would come of it", "denied", "runnerPool");
            assertThat(person.browser.findElements(By.cssSelector("form[aria-label=Dispatch]")))
                    .isEmpty();
            person.picture("dispatch-denied");
            String csrf = person.browser
                    .findElement(By.cssSelector("input[name=csrf]"))
                    .getDomAttribute("value");
            String body =
                    "agentStack=claude-fix&repository=app&runnerPool=none&taskKind=question&prompt=x&request=r-1&csrf="
                            + csrf;
            assertThat(RunPagesIT.post(person, "/dispatch", body)).isEqualTo(403L);
        }
        assertThat(made()).isEmpty();
    }

    @Test
    void readersAndFormsFromElsewhereDispatchNothing() throws IOException {
        String body = "agentStack=claude-fix&repository=app&taskKind=question&prompt=x&request=r-1&csrf=";
        try (Person person = new Person(server, server.world.acmeReader)) {
            person.go("/dispatch");
            person.sees(
                    "Dispatch is not possible on AgentDispatchRun as acme-reader. Missing: a token that may write.");
            assertThat(person.browser.findElements(By.id("prompt"))).isEmpty();
            String csrf = person.browser
                    .findElement(By.cssSelector("input[name=csrf]"))
                    .getDomAttribute("value");
            assertThat(RunPagesIT.post(person, "/dispatch", body + csrf)).isEqualTo(403L);
            assertThat(RunPagesIT.post(person, "/dispatch/preview", body + csrf))
                    .isEqualTo(403L);
        }
        try (Person person = new Person(server, server.world.acme)) {
            assertThat(RunPagesIT.post(person, "/dispatch", body + "wrong")).isEqualTo(403L);
            assertThat(RunPagesIT.post(person, "/dispatch/preview", body + "wrong"))
                    .isEqualTo(403L);
        }
        assertThat(made()).isEmpty();
    }
}
