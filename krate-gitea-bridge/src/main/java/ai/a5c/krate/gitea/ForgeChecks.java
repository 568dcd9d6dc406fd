package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.JsonApi.Reply;
import ai.a5c.krate.source.ForgeSource.Forge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks at a forge, a token and a repository: each question alone, so that all faults are told at once. */
final class ForgeChecks {

    private static final Duration MOST_SKEW = Duration.ofSeconds(60);

    private final JsonApi api;
    private final Forge forge;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    ForgeChecks(JsonApi api, Forge forge, InstantSource clock) {
        this.api = api;
        this.forge = forge;
        this.clock = clock;
    }

    List<Finding> all() {
        Reply version = api.get("version");
        if (!version.isGiven() || version.object().get("version") == null) {
            findings.add(Finding.bad(
                    "reachable",
                    "%s does not answer as Gitea does (%s)".formatted(forge.baseUrl(), version.told()),
                    "set spec.forge.baseUrl to the address that people open Gitea at, without /api"));
            return findings;
        }
        findings.add(Finding.good(
                "reachable",
                "%s is Gitea %s".formatted(forge.baseUrl(), version.object().get("version"))));
        skew(version);
        if (token()) {
            repository();
            scope("issues", "write:issue", api.send("POST", api.repository("/issues"), Map.of()));
            scope("code", "write:repository", api.send("POST", api.repository("/branches"), Map.of()));
        }
        return findings;
    }

    private void skew(Reply version) {
        version.at().map(at -> Duration.between(at, clock.instant())).ifPresent(skew -> {
            if (skew.abs().compareTo(MOST_SKEW) <= 0) {
                findings.add(Finding.good("clock", "both clocks agree within a minute"));
            } else {
                findings.add(
                        Finding.doubtful(
                                "clock",
                                "this machine's clock is %d seconds %s the forge's"
                                        .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"),
                                "let both machines keep time by NTP; Krate loses nothing by it, but times in lists will puzzle people"));
            }
        });
    }

    private boolean token() {
        if (forge.credential().isEmpty()) {
            findings.add(Finding.bad(
                    "token",
                    "Krate has no token for the forge",
                    "make one in Gitea under Settings, Applications, with write:issue, write:repository and read:user,"
                            + " and store it with: krate secret set"));
            return false;
        }
        Reply user = api.get("user");
        if (user.isGiven()) {
            findings.add(Finding.good("token", "the token is that of %s".formatted(login(user))));
        } else if (user.status() == 401) {
            findings.add(Finding.bad(
                    "token",
                    "the forge does not know the token (%s)".formatted(user.told()),
                    "make a new one in Gitea and store it with: krate secret set"));
            return false;
        } else {
            findings.add(missing("account", "read:user", user));
        }
        return true;
    }

    private static String login(Reply user) {
        return Wording.line(Objects.toString(user.object().get("login"), "an account without a name"));
    }

    private void repository() {
        Reply found = api.get(api.repository(""));
        if (found.status() == 403) {
            findings.add(missing("repository", "read:repository", found));
        } else if (!found.isGiven()) {
            findings.add(Finding.bad(
                    "repository",
                    "%s/%s is not there, or the token's account may not see it (%s)"
                            .formatted(forge.owner(), forge.name(), found.told()),
                    "check spec.forge.owner and name, and make the account a collaborator"));
        } else {
            permission(JsonApi.asObject(found.object().get("permissions")));
        }
    }

    private void permission(Map<String, Object> mine) {
        String repository = forge.owner() + "/" + forge.name();
        if (Boolean.TRUE.equals(mine.get("admin"))) {
            findings.add(Finding.good("permission", "the token's account administers " + repository));
        } else if (Boolean.TRUE.equals(mine.get("push"))) {
            findings.add(Finding.bad(
                    "permission",
                    "the token's account may write to %s but does not administer it, so Gitea does not tell it what others"
                                    .formatted(repository)
                            + " may do: everybody counts as untrusted, and it can register no hook",
                    "make the account a collaborator with the permission Administrator"));
        } else {
            findings.add(Finding.bad(
                    "permission",
                    "the token's account may only read " + repository,
                    "make the account a collaborator with the permission Administrator"));
        }
    }

    /** An order that says nothing is refused for what it lacks by who may give it, and for the scope by who may not. */
    private void scope(String check, String scope, Reply reply) {
        if (reply.status() == 403 && reply.told().contains("scope")) {
            findings.add(missing(check, scope, reply));
        } else {
            findings.add(Finding.good(check, "the token has " + scope));
        }
    }

    private static Finding missing(String check, String scope, Reply reply) {
        return Finding.bad(
                check,
                "the token lacks a scope (%s)".formatted(reply.told()),
                "make a token that has %s besides, and store it with: krate secret set".formatted(scope));
    }
}
