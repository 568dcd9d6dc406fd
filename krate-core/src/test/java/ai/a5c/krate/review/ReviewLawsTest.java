package ai.a5c.krate.review;

import static ai.a5c.krate.review.AnyReview.any;
import static ai.a5c.krate.review.AnyReview.grant;
import static ai.a5c.krate.review.AnyReview.one;
import static ai.a5c.krate.review.AnyReview.stack;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.identity.Effect;
import ai.a5c.krate.kind.identity.SubjectKind;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.PermissionReview.RequiredConfig;
import ai.a5c.krate.review.PermissionReview.RequiredSecret;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.trust.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReviewLawsTest {

    private static final int CASES = 400;

    @Test
    void theOrderOfTheInputNeverMatters() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview first = given.at(moment);
            given.grants = Seeds.shuffled(given.grants, random);
            given.secrets = Seeds.shuffled(given.secrets, random);
            given.configs = Seeds.shuffled(given.configs, random);
            given.roles = Seeds.shuffled(given.roles, random);
            given.others = Seeds.shuffled(given.others, random);
            AgentStack.Spec spec = given.stack.orElseThrow().spec();
            given.stack = Optional.of(stack(
                    Seeds.shuffled(spec.requiredSecrets(), random),
                    spec.toolProfileRef(),
                    Seeds.shuffled(spec.mcpServerRefs(), random),
                    Seeds.shuffled(spec.skillRefs(), random),
                    Seeds.shuffled(spec.subagentRefs(), random)));
            PermissionReview second = given.at(moment);
            assertThat(second).isEqualTo(first);
            assertThat(second.snapshotDigest()).isEqualTo(first.snapshotDigest());
        });
    }

    @Test
    void addingADenyNeverAllowsMore() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview before = given.at(moment);
            given.grants.add(grant(random, "added", Effect.DENY));
            PermissionReview after = given.at(moment);
            if (after.leftOut().equals(before.leftOut())) {
                assertThat(after.decision()).isGreaterThanOrEqualTo(before.decision());
            } else if (before.decision() == Decision.DENIED) {
                assertThat(after.decision()).isEqualTo(Decision.DENIED);
            }
            assertThat(admitted(before)).containsAll(admitted(after));
        });
    }

    @Test
    void addingAnAllowGrantNeverDeniesMore() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview before = given.at(moment);
            given.grants.add(grant(random, "added", Effect.ALLOW));
            PermissionReview after = given.at(moment);
            assertThat(admitted(after)).containsAll(admitted(before));
            if (before.decision() != Decision.DENIED) {
                assertThat(after.decision()).isNotEqualTo(Decision.DENIED);
            }
        });
    }

    @Test
    void lessTrustNeverAdmitsMoreNorAsksLess() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            given.trust = Trust.TRUSTED;
            PermissionReview trusted = given.at(moment);
            given.trust = Trust.MEMBER;
            PermissionReview member = given.at(moment);
            given.trust = Trust.UNTRUSTED;
            PermissionReview untrusted = given.at(moment);
            assertThat(admitted(trusted)).containsAll(admitted(member));
            assertThat(unasked(trusted)).containsAll(unasked(member));
            assertThat(admitted(member)).isEqualTo(admitted(untrusted));
            assertThat(unasked(member)).isEqualTo(unasked(untrusted));
            if (member.leftOut().equals(trusted.leftOut())) {
                assertThat(member.decision()).isGreaterThanOrEqualTo(trusted.decision());
            } else if (trusted.decision() == Decision.DENIED) {
                assertThat(member.decision()).isEqualTo(Decision.DENIED);
            }
        });
    }

    @Test
    void narrowingNeverAdmitsMore() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            PermissionReview whole = given.at(moment);
            given.narrowing = new Narrowing(
                    random.nextBoolean() ? Set.of("edit") : Set.of(),
                    random.nextBoolean() ? Set.of("deploy") : Set.of(),
                    random.nextBoolean() ? Set.of("github") : Set.of(),
                    Set.of(),
                    Set.of());
            PermissionReview part = given.at(moment);
            assertThat(admitted(whole)).containsAll(admitted(part));
        });
    }

    @Test
    void noMoreIsAdmittedThanIsReachableForTheStackWithoutItsSubagents() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            given.grants.removeIf(grant -> grant.spec().subject().kind() == SubjectKind.SUBAGENT);
            Moment moment = one(random, Moment.values());
            PermissionReview with = given.at(moment);
            AgentStack.Spec spec = given.stack.orElseThrow().spec();
            given.stack = Optional.of(stack(
                    spec.requiredSecrets(), spec.toolProfileRef(), spec.mcpServerRefs(), spec.skillRefs(), List.of()));
            assertThat(keyNames(given.at(moment))).containsAll(keyNames(with));
        });
    }

    @Test
    void whatIsRelevantIsEnough() {
        Seeds.forAll(CASES, random -> {
            Given given = any(random);
            Moment moment = one(random, Moment.values());
            ReviewFacts facts = given.facts();
            ReviewRequest request = given.request(moment);
            Policy part = Policy.of("acme", facts.policy().relevant(request));
            assertThat(PermissionReviewer.review(request, facts.with(part)))
                    .isEqualTo(PermissionReviewer.review(request, facts));
        });
    }

    @Test
    void aPolicyThatWasChangedIsTheOneThatIsReadAnew() {
        Seeds.forAll(CASES, random -> {
            Given before = any(random);
            Given after = any(random);
            Policy policy = before.facts().policy();
            List<ResourceKey> gone = new ArrayList<>(
                    before.resources().stream().map(Resource::key).toList());
            gone.removeAll(after.resources().stream().map(Resource::key).toList());
            policy.wanted(after.request(Moment.LAUNCH));
            Policy changed = policy.changed(after.resources(), gone);
            ReviewRequest request = after.request(one(random, Moment.values()));
            assertThat(PermissionReviewer.review(request, after.facts().with(changed)))
                    .isEqualTo(PermissionReviewer.review(request, after.facts()));
        });
    }

    private static Set<String> keyNames(PermissionReview review) {
        Set<String> names = new TreeSet<>();
        admitted(review).forEach(key -> names.add(key.substring(key.indexOf(' ') + 1)));
        return names;
    }

    private static Set<String> admitted(PermissionReview review) {
        return keys(review, Set.of(Decision.ALLOWED, Decision.REQUIRES_APPROVAL));
    }

    private static Set<String> unasked(PermissionReview review) {
        return keys(review, Set.of(Decision.ALLOWED));
    }

    private static Set<String> keys(PermissionReview review, Set<Decision> decisions) {
        Set<String> keys = new TreeSet<>();
        for (RequiredSecret secret : review.requiredSecrets()) {
            if (decisions.contains(secret.decision())) {
                secret.keys().forEach(key -> keys.add(secret.owner() + " " + secret.name() + "/" + key));
            }
        }
        for (RequiredConfig config : review.requiredConfigs()) {
            if (decisions.contains(config.decision())) {
                config.keys().forEach(key -> keys.add(config.owner() + " " + config.name() + "/" + key));
            }
        }
        return keys;
    }
}
