package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.server.console.ConsoleServer.Filling;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.logging.LogType;

/** Stacks, rules, deliveries and permissions in a real browser. */
class PolicyPagesIT {

    private final ConsoleServer server = new ConsoleServer(Filling.POLICY);

    @AfterEach
    void close() {
        server.close();
    }

    private List<AgentSecretGrant> grants() {
        return server.world.desk.all(AgentSecretGrant.class, "acme");
    }

    @Test
    void aMissingGrantIsShownAndOneClickGivesExactlyThat() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/stacks");
            person.sees("Fixes what a comment asks for", "not ready", "1 to grant", "ready");
            person.picture("stacks");
            person.browser.findElement(By.linkText("1 to grant")).click();
            person.sees(
                    "MissingSecretGrant",
                    "kind: AgentSecretGrant",
                    "Whom it takes: a grant administrator. You may write here, so you can mend it.");
            person.picture("stack-denied");
            person.clicks(".suggestion button");
            person.sees("The suggestion is applied. This is a fresh review.");
            assertThat(person.text()).contains("ready").doesNotContain("MissingSecretGrant");
            person.picture("stack-allowed");
        }
        assertThat(grants()).hasSize(1);
        assertThat(grants().get(0).spec().secretRef().keys()).containsExactly("api-key");
    }

    @Test
    void whatGivesMoreThanItsAuthorHasIsRefusedWithAllThatIsMissing() throws IOException {
        By suggested = By.xpath("//form[contains(.,'AgentRoleBinding')]//button");
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/stacks/deployer");
            person.sees("tool-profile/deploying", "skill/rollout", "clusters: names", "deploy");
            person.picture("stack-matrix");
            person.browser.findElement(suggested).click();
            person.sees(
                    "Apply the suggested AgentRoleBinding is not possible on AgentRoleBinding for deploy as acme-writer. Missing: ",
                    "what acme-writer does not have: patch on apps/deployments",
                    "You cannot mend this yourself; an administrator can.");
            person.picture("stack-refused");
        }
        try (Person administrator = new Person(server, server.world.administrator)) {
            administrator.go("/stacks/deployer");
            administrator.browser.findElement(suggested).click();
            administrator.sees("The suggestion is applied. This is a fresh review.");
            assertThat(administrator.browser.findElements(suggested)).isEmpty();
        }
    }

    @Test
    void aSuggestionThatIsNotMadeAnyMoreGivesNothing() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/stacks/claude-fix");
            WebElement digest = person.browser.findElement(By.name("suggestion"));
            person.browser.executeScript("arguments[0].value = 'f'.repeat(64)", digest);
            person.clicks(".suggestion button");
            person.sees("That suggestion is not made any more");
        }
        assertThat(grants()).isEmpty();
    }

    @Test
    void whoMayOnlyReadIsToldWhatIsMissingAndWhoCanMendIt() throws IOException {
        try (Person person = new Person(server, server.world.acmeReader)) {
            person.go("/stacks/claude-fix");
            person.sees(
                    "Apply the suggested grant is not possible on AgentStack/claude-fix as acme-reader. Missing: a token"
                            + " that may write. You cannot mend this yourself; an administrator can issue such a token.",
                    "You may only read, so you cannot mend it yourself.");
            assertThat(person.browser.findElements(By.cssSelector(".suggestion button")))
                    .isEmpty();
            person.picture("stack-reader");
            person.go("/rules/claude-mention?delivery=delivery-1");
            person.sees("Dry run", "@claude");
        }
    }

    @Test
    void aRuleIsTriedOnADeliveryThatItMatches() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/rules");
            person.sees(
                    "claude-mention", "active", "paused", "draft", "disabled", "archived", "1 created", "1 rejected");
            person.picture("rules");
            person.go("/rules/claude-mention");
            person.clicks("#delivery option[value='delivery-1']");
            person.clicks(".tries form[method=get] button");
            person.sees("blocked", "alice asks for help with issue/77", "MissingSecretGrant", "acme/app:issue/77");
            person.picture("rule-matched");
            assertThat(person.browser.getTitle()).isEqualTo("claude-mention - Krate");
        }
    }

    @Test
    void aRuleThatDoesNotMatchSaysWhichConditionAndBothValues() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/deliveries/delivery-2");
            person.sees("unmatched", "NoRuleMatches");
            person.picture("delivery");
            person.browser.findElement(By.linkText("claude-mention")).click();
            person.sees("not matched", "First condition that does not hold", "@claude");
            person.picture("rule-unmatched");
        }
    }

    @Test
    void aPastedPayloadIsTriedAndStaysText() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/rules/rule-paused");
            person.sees("paused", "This rule has decided nothing yet.");
            person.picture("rule-empty");
            person.go("/rules/claude-mention");
            person.clicks(".tries summary");
            WebElement payload = person.browser.findElement(By.id("payload"));
            person.browser.executeScript(
                    "arguments[0].value = arguments[1]", payload, PolicySample.payload("@claude " + Sample.HOSTILE, 7));
            person.clicks("form[action*='dry-run'] button");
            person.sees("on the pasted issue_comment", "joins a run", "joins run 'run-07'");
            assertThat(person.browser.getTitle()).isEqualTo("claude-mention - Krate");
            person.go("/rules/claude-mention");
            person.clicks(".tries summary");
            WebElement wrong = person.browser.findElement(By.id("payload"));
            person.browser.executeScript("arguments[0].value = arguments[1]", wrong, "{");
            person.clicks("form[action*='dry-run'] button");
            person.sees("no event");
        }
    }

    @Test
    void aChangedRuleIsComparedOverThePast() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/rules/claude-mention");
            person.clicks("form[action*='what-if'] summary");
            WebElement documents = person.browser.findElement(By.id("documents"));
            assertThat(documents.getAttribute("value")).contains("mention: \"@claude\"");
            person.browser.executeScript(
                    "arguments[0].value = arguments[0].value.replace('@claude', '@somebody')", documents);
            person.clicks("form[action*='what-if'] button");
            person.sees("Of the newest 2 deliveries", "would be decided differently 1 time", "ask", "NoMatch");
            person.picture("rule-whatif");
            documents = person.browser.findElement(By.id("documents"));
            person.browser.executeScript("arguments[0].value += '\\nevil: 1\\n'", documents);
            person.clicks("form[action*='what-if'] button");
            person.sees("$.documents[0].evil: unknown field");
        }
    }

    @Test
    void aPausedRuleIsResumedAndSaysWhatElseIsNotPossible() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/rules/rule-paused");
            assertThat(person.browser.findElement(By.cssSelector(".acts")).getText())
                    .contains("Activate", "Resume", "Disable", "Archive");
            person.clicks(".off summary");
            person.sees(
                    "Activate is not possible on AgentTriggerRule/rule-paused as acme-writer. Missing: another state. A rule"
                            + " that is paused cannot be activated; resume it.");
            person.picture("rule-paused");
            person.clicks(".acts button[value=resume]");
            person.sees("The rule is active now.");
            assertThat(person.browser
                            .findElement(By.cssSelector(".head .badge"))
                            .getText())
                    .isEqualTo("active");
            person.picture("rule-resumed");
        }
    }

    @Test
    void whoMayOnlyReadMovesNoRuleAndReplaysNothing() throws IOException {
        try (Person person = new Person(server, server.world.acmeReader)) {
            person.go("/rules/claude-mention");
            assertThat(person.browser.findElements(By.cssSelector(".acts button:enabled[name=action]")))
                    .isEmpty();
            person.clicks(".off summary");
            person.sees(
                    "Pause is not possible on AgentTriggerRule/claude-mention as acme-reader. Missing: a token that may"
                            + " write.");
            person.go("/deliveries/delivery-1");
            person.sees("Decide it again is not possible on WebhookDelivery/delivery-1 as acme-reader");
        }
    }

    @Test
    void aDeliveryIsDecidedAgainUnderTheRuleOfNow() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/deliveries/delivery-2");
            person.browser
                    .findElement(By.xpath("//button[contains(.,'Replay with claude-mention')]"))
                    .click();
            person.sees(
                    "Rule claude-mention does not fit delivery-2: match.mention wants @claude or /krate fix, and the event has none.");
            person.go("/deliveries/delivery-1");
            person.browser
                    .findElement(By.xpath("//button[contains(.,'Replay with claude-mention')]"))
                    .click();
            person.sees("Rule claude-mention decided delivery-1 anew: created");
            person.picture("delivery-replayed");
            person.go("/deliveries/delivery-1");
            person.browser
                    .findElement(By.xpath("//button[contains(.,'Replay with claude-mention')]"))
                    .click();
            person.sees("Rule claude-mention had decided delivery-1 so before: created", "Nothing happened now.");
        }
    }

    @Test
    void everyDecisionIsShownWithItsReason() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/rules/claude-mention");
            person.sees(
                    "created",
                    "coalesced",
                    "SameRequest: run-07 does this already; the comment was added to it",
                    "rejected",
                    "RateLimited: 20 runs in an hour are enough; 34 more were counted in this window",
                    "queued",
                    "awaiting approval",
                    "suppressed");
            person.browser.executeScript("window.scrollTo(0, 500)");
            person.picture("rule-decisions");
            person.go("/deliveries/delivery-1");
            person.sees("What rules made of it", "created", "coalesced", "run-07");
        }
    }

    @Test
    void namesTextsAndPayloadsAreOnlyText() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            for (String path : List.of(
                    "/stacks",
                    "/stacks/reviewer",
                    "/rules",
                    "/rules/rule-draft",
                    "/rules/claude-mention",
                    "/rules/claude-mention?delivery=delivery-1",
                    "/rules/claude-mention?delivery=%3Cscript%3Edocument.title='owned'%3C/script%3E",
                    "/deliveries",
                    "/deliveries/delivery-2",
                    "/identities",
                    "/permissions",
                    "/secrets")) {
                person.go(path);
                person.sees("Log out");
                assertThat(person.browser.getTitle())
                        .as(path)
                        .endsWith(" - Krate")
                        .doesNotContain("owned");
                assertThat(person.browser.findElements(
                                By.cssSelector("main img, main script, main a[href^='javascript']")))
                        .as(path)
                        .isEmpty();
                assertThat(person.browser.getPageSource()).as(path).doesNotContain(PolicySample.SECRET_VALUE);
            }
            assertThat(person.browser.manage().logs().get(LogType.BROWSER).getAll())
                    .filteredOn(entry -> entry.getMessage().contains("Content Security Policy"))
                    .isEmpty();
        }
    }

    @Test
    void pagesFitANarrowWindowAndADarkOne() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.narrow();
            person.dark();
            for (String path : List.of(
                    "/rules",
                    "/rules/claude-mention?delivery=delivery-1",
                    "/stacks/claude-fix",
                    "/deliveries",
                    "/secrets")) {
                person.go(path);
                person.sees("Log out");
                person.picture("narrow" + path.replaceAll("[/?=]", "-"));
                assertThat(person.browser.executeScript(
                                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as(path)
                        .isEqualTo(true);
            }
        }
    }

    @Test
    void keysAloneReachTheButtonThatGrants() throws IOException {
        try (Person person = new Person(server, server.world.acme)) {
            person.go("/stacks/claude-fix");
            WebElement button = person.browser.findElement(By.cssSelector(".suggestion button"));
            WebElement body = person.browser.findElement(By.tagName("body"));
            for (int i = 0; i < 60 && !button.equals(person.browser.switchTo().activeElement()); i++) {
                body.sendKeys(Keys.TAB);
                body = person.browser.switchTo().activeElement();
            }
            assertThat(person.browser.switchTo().activeElement()).isEqualTo(button);
            button.sendKeys(Keys.ENTER);
            person.sees("The suggestion is applied.");
        }
    }
}
