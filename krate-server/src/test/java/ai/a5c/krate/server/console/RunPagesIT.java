package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.server.console.ConsoleServer.Filling;
import ai.a5c.krate.store.Query;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The page of a run and what is done from it, in a real browser. */
class RunPagesIT {

    private final ConsoleServer server = new ConsoleServer(Filling.NOTHING);

    @BeforeEach
    void fill() {
        new WorkSample(server.world).fill();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private AgentDispatchRun run(String name) {
        return server.world.desk.get(AgentDispatchRun.class, "acme", name).orElseThrow();
    }

    private int runs() {
        return server.world
                .desk
                .list(Query.of("AgentDispatchRun", "acme"))
                .items()
                .size();
    }

    @Test
    void aRunSaysWhatWentWrongWhatItSpentAndWhatBelongsToIt() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/runs/run-1");
            person.sees("rate-limited: Wait, or use another account.", "tried again by itself at 2026-11-22T12:30:00Z");
            person.sees("Budget of the run", "$1.25 of $5.00", "12 of 40", "5 min", "20 KiB of 16384 KiB");
            person.sees("reviewer", "in this conversation, 1 event", "tester", "a run of its own, 1 event");
            person.sees("issue/7", "Other runs", "An earlier look", "session-of-run-0", "tree-of-issue-7");
            assertThat(person.text()).doesNotContain("tree-of-issue-70");
            assertThat(person.browser.findElements(By.cssSelector("main img, main script")))
                    .isEmpty();
            assertThat(person.browser.getTitle()).isEqualTo("run-1 - Krate");
            person.picture("run-actions");
            person.dark();
            person.narrow();
            person.go("/runs/run-1");
            assertThat(person.browser.executeScript("return document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            person.picture("run-actions-narrow-dark");
            person.clicks("#lanes a");
            person.sees("An earlier look");
            person.go("/runs/run-1/lanes");
            person.sees("Lanes", "reviewer", "tester");
        }
    }

    @Test
    void aRunIsTriedAgainAndCancelledAndSaysWhyTheRestIsNotPossible() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/runs/run-1");
            assertThat(person.browser
                            .findElement(By.cssSelector("#actions button[disabled]"))
                            .getText())
                    .isEqualTo("Cancel");
            person.clicks("#actions .off summary");
            person.sees("Cancel is not possible on AgentDispatchRun/run-1 as acme-writer. Missing: run over.");
            person.clicks("button[formaction$='/retry']");
            person.sees("queued");
            assertThat(run("run-1").status().phase()).isEqualTo(AgentDispatchRun.RunPhase.QUEUED);
            person.clicks("button[formaction$='/cancel']");
            person.sees("cancelled");
            assertThat(run("run-1").status().cancelRequested()).isTrue();
        }
    }

    @Test
    void aConversationGoesOnWithAMessageAndIsForkedOnce() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/runs/run-1");
            String form = "var f = new URLSearchParams(new FormData(document.querySelector('#actions form')));"
                    + "f.set('message', 'look elsewhere'); var done = arguments[0];"
                    + "var to = document.querySelector(\"button[formaction$='/fork']\").formAction;"
                    + "Promise.all([1, 2].map(() => fetch(to, {method: 'POST', body: f}).then(r => r.url)))"
                    + ".then(urls => done(urls.join(' ')));";
            String[] urls =
                    String.valueOf(person.browser.executeAsyncScript(form)).split(" ", 2);
            assertThat(urls[0])
                    .as("a second click leads to the same run")
                    .isEqualTo(urls[1])
                    .contains("/agents/runs/");
            assertThat(runs()).isEqualTo(3);
            person.go("/runs/run-1");
            person.browser.findElement(By.id("message")).sendKeys("go on, please");
            person.clicks("button[formaction$='/continue']");
            person.sees("queued", "go on, please");
            person.browser.get(urls[0]);
            person.sees("Forked from");
        }
    }

    @Test
    void whoeverSawAnotherStateIsToldSoAndLosesNoWord() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/runs/run-1");
            server.world.runs.retry("acme", "run-1", Caller.SYSTEM);
            person.browser.findElement(By.id("message")).sendKeys("my long thoughts");
            person.clicks("button[formaction$='/fork']");
            person.sees("Fork was not done: the run has moved on since you saw it; look again");
            assertThat(person.browser.findElement(By.id("message")).getDomProperty("value"))
                    .isEqualTo("my long thoughts");
            assertThat(runs()).isEqualTo(2);
            person.picture("run-stale");
        }
    }

    @Test
    void readersSeeWhyTheyMayDoNothingAndFormsFromElsewhereAreRefused() throws IOException {
        try (Person person = new Person(server, server.world.acmeReader)) {
            person.go("/runs/run-1");
            person.sees("Why none of them");
            assertThat(person.browser.findElements(By.cssSelector("#actions form")))
                    .isEmpty();
            assertThat(person.text()).doesNotContain("Dispatch an agent for it");
            assertThat(post(person, "/runs/run-1/retry", "csrf=wrong&generation=5"))
                    .isEqualTo(403L);
            String csrf = person.browser
                    .findElement(By.cssSelector("input[name=csrf]"))
                    .getDomAttribute("value");
            assertThat(post(person, "/runs/run-1/retry", "generation=5&csrf=" + csrf))
                    .isEqualTo(403L);
        }
        try (Person person = new Person(server, server.world.acme)) {
            assertThat(post(person, "/runs/run-1/retry", "csrf=wrong&generation=5"))
                    .isEqualTo(403L);
        }
        assertThat(run("run-1").status().stateGeneration()).isEqualTo(5);
    }

    static Object post(Person person, String path, String body) {
        return Objects.requireNonNull(person.browser.executeAsyncScript(
                "var done = arguments[2]; fetch('/orgs/acme/agents' + arguments[0], {method: 'POST', body: new URLSearchParams(arguments[1])})"
                        + ".then(r => done(r.status));",
                path,
                body));
    }
}
