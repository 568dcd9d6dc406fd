package ai.a5c.krate.gitea;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.standin.StandInDelivery;
import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the set-up says and does at a forge. */
class GiteaSetupTest {

    private static final String URL = "http://127.0.0.1:1/hooks/gitea/acme/gitea";

    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(secret("sesame-open")));
    private final GiteaSetup setup = new GiteaSetup(InstantSource.system());

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void whatIsRightIsSaidToBeRight() {
        assertThat(setup.check(forge("sesame-open")))
                .extracting(finding -> finding.check() + ": " + finding.said())
                .containsExactly(
                        "reachable: %s is Gitea 1.22.0+stand-in".formatted(gitea.baseUrl()),
                        "clock: both clocks agree within a minute",
                        "token: the token is that of claude-bot",
                        "permission: the token's account administers acme/app",
                        "issues: the token has write:issue",
                        "code: the token has write:repository");
        assertThat(gitea.deliveries()).isEmpty();
    }

    @Test
    void aTokenThatLacksScopesIsToldWhich() {
        gitea.addToken(secret("narrow-token"), "claude-bot", "read:issue");
        assertThat(bad(setup.check(forge("narrow-token"))))
                .containsExactly(
                        "account: the token lacks a scope (status 403: token does not have at least one of required scope(s):"
                                + " [read:user]); make a token that has read:user besides, and store it with: krate secret set",
                        "repository: the token lacks a scope (status 403: token does not have at least one of required"
                                + " scope(s): [read:repository]); make a token that has read:repository besides, and store it"
                                + " with: krate secret set",
                        "issues: the token lacks a scope (status 403: token does not have at least one of required scope(s):"
                                + " [write:issue]); make a token that has write:issue besides, and store it with: krate secret set",
                        "code: the token lacks a scope (status 403: token does not have at least one of required scope(s):"
                                + " [write:repository]); make a token that has write:repository besides, and store it"
                                + " with: krate secret set");
    }

    @Test
    void anAccountThatOnlyWritesIsToldWhatItCannotAsk() {
        gitea.addToken(secret("alices-token"), "alice", "all");
        assertThat(bad(setup.check(forge("alices-token"))))
                .containsExactly(
                        "permission: the token's account may write to acme/app but does not administer it, so Gitea"
                                + " does not tell it what others may do: everybody counts as untrusted, and it can register no"
                                + " hook; make the account a collaborator with the permission Administrator");
    }

    @Test
    void aWrongTokenNoTokenAndNoForgeAreThreeThings() {
        assertThat(bad(setup.check(forge("wrong-token"))))
                .singleElement()
                .asString()
                .startsWith("token: the forge does not know the token (status 401");
        assertThat(bad(setup.check(new Forge(gitea.baseUrl(), "acme", "app", Optional.empty()))))
                .singleElement()
                .asString()
                .startsWith("token: Krate has no token for the forge");
        gitea.close();
        assertThat(bad(setup.check(forge("sesame-open"))))
                .singleElement()
                .asString()
                .startsWith("reachable: %s cannot be asked now".formatted(gitea.baseUrl()));
    }

    @Test
    void clocksThatDifferAreDoubtfulOnly() {
        GiteaSetup late = new GiteaSetup(() -> Instant.now().plusSeconds(7_200));
        assertThat(late.check(forge("sesame-open")))
                .filteredOn(finding -> finding.grade() == Finding.Grade.DOUBTFUL)
                .singleElement()
                .satisfies(finding -> assertThat(finding.said())
                        .matches("this machine's clock is 7[12]\\d\\d seconds ahead of the forge's"));
    }

    @Test
    void aHookIsMadeOnceAndFoundAgain() {
        assertThat(bad(setup.checkHook(forge("sesame-open"), order(Optional.empty()))))
                .containsExactly("hook: acme/app has no hook to %s; run: krate gitea connect".formatted(URL));
        assertThat(said(setup.connect(forge("sesame-open"), order(Optional.of(secret("s3cr3t"))))))
                .containsExactly("acme/app has a new hook to " + URL);
        assertThat(said(setup.connect(forge("sesame-open"), order(Optional.empty()))))
                .containsExactly("acme/app has its hook to " + URL);
        assertThat(bad(setup.checkHook(forge("sesame-open"), order(Optional.empty()))))
                .isEmpty();
    }

    @Test
    void anotherSecretMakesAnotherHookBeforeTheOldOneGoes() {
        setup.connect(forge("sesame-open"), order(Optional.of(secret("s3cr3t"))));
        assertThat(said(setup.connect(forge("sesame-open"), order(Optional.of(secret("another"))))))
                .containsExactly("acme/app has a new hook to " + URL, "the hook 1 of before is gone");
    }

    @Test
    void aHookThatSomebodyBentIsMendedWholeAndKeepsItsSecret() {
        setup.connect(forge("sesame-open"), order(Optional.of(secret("s3cr3t"))));
        JsonApi api = new GiteaConnections().json(forge("sesame-open"));
        api.send("PATCH", api.repository("/hooks/1"), Map.of("active", false));
        assertThat(bad(setup.checkHook(forge("sesame-open"), order(Optional.empty()))))
                .containsExactly(
                        ("hook: the hook of acme/app to %s is switched off and leaves out issues, pull_request,"
                                        + " release, create, delete; run: krate gitea connect")
                                .formatted(URL));
        assertThat(said(setup.connect(forge("sesame-open"), order(Optional.empty()))))
                .containsExactly("the hook of acme/app to %s is mended".formatted(URL));
        assertThat(bad(setup.checkHook(forge("sesame-open"), order(Optional.empty()))))
                .isEmpty();
    }

    @Test
    void hooksOfStrangersAreLeftAlone() {
        HookOrder other = new HookOrder(false, "http://127.0.0.1:1/jenkins", Optional.of(secret("x-x-x-x")));
        setup.connect(forge("sesame-open"), other);
        setup.connect(forge("sesame-open"), order(Optional.of(secret("s3cr3t"))));
        assertThat(bad(setup.checkHook(forge("sesame-open"), other))).isEmpty();
    }

    @Test
    void theOrganizationsHookIsKeptTheSameWayAndCannotBeTested() {
        HookOrder organization = new HookOrder(true, URL, Optional.of(secret("s3cr3t")));
        assertThat(said(setup.connect(forge("sesame-open"), organization)))
                .containsExactly("acme has a new hook to " + URL);
        assertThat(setup.test(forge("sesame-open"), organization)).isFalse();
    }

    @Test
    void aTestIsDelivered() {
        setup.connect(forge("sesame-open"), order(Optional.of(secret("s3cr3t"))));
        assertThat(setup.test(forge("sesame-open"), order(Optional.empty()))).isTrue();
        assertThat(gitea.deliveries()).extracting(StandInDelivery::type).containsExactly("push");
    }

    @Test
    void whoMayNotKeepHooksIsToldWhatIsMissing() {
        gitea.addToken(secret("alices-token"), "alice", "all");
        assertThat(bad(setup.connect(forge("alices-token"), order(Optional.of(secret("s3cr3t"))))))
                .containsExactly("hook: hooks of acme/app cannot be kept (status 403: user should be an owner or a"
                        + " collaborator with admin write of a repository); make the token's account an administrator of"
                        + " the repository, with a token that has write:repository");
    }

    private static List<String> bad(List<Finding> findings) {
        return findings.stream()
                .filter(Finding::isBad)
                .map(finding -> "%s: %s; %s".formatted(finding.check(), finding.said(), finding.remedy()))
                .toList();
    }

    private static List<String> said(List<Finding> findings) {
        assertThat(findings).noneMatch(Finding::isBad);
        return findings.stream().map(Finding::said).toList();
    }

    private static HookOrder order(Optional<SecretValue> secret) {
        return new HookOrder(false, URL, secret);
    }

    private Forge forge(String token) {
        return new Forge(gitea.baseUrl(), "acme", "app", Optional.of(secret(token)));
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
