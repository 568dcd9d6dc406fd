package ai.a5c.krate.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.PolicyRule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells after Kubernetes' own tests of {@code rbac/validation} and {@code rbac/v1/evaluation_helpers}. */
class PolicyRulesTest {

    /** A rule from words: {@code group:resources:verbs[:names]}, each part separated by blanks; {@code core} is the empty group. */
    static PolicyRule rule(String text) {
        String[] parts = text.split(":", -1);
        return new PolicyRule(
                words(parts[0]).stream()
                        .map(group -> group.equals("core") ? "" : group)
                        .toList(),
                words(parts[1]),
                parts.length > 3 ? words(parts[3]) : List.of(),
                words(parts[2]));
    }

    static List<PolicyRule> rules(String... texts) {
        return Arrays.stream(texts).map(PolicyRulesTest::rule).toList();
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(" "));
    }

    @ParameterizedTest(name = "{0} lets {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "apps:deployments:get                | get apps deployments '' x   | true",
                "apps:deployments:get                | list apps deployments '' '' | false",
                "apps:deployments:get                | get batch deployments '' x  | false",
                "apps:deployments:get                | get apps replicasets '' x   | false",
                "apps:deployments:*                  | escalate apps deployments '' x | true",
                "*:deployments:get                   | get '' deployments '' x     | true",
                "core:pods:get                       | get '' pods '' x            | true",
                "core:pods:get                       | get apps pods '' x          | false",
                "core:*:get                          | get '' pods '' x            | true",
                "core:*:get                          | get '' pods log x           | true",
                "core:pods:get                       | get '' pods log x           | false",
                "core:pods/log:get                   | get '' pods log x           | true",
                "core:pods/log:get                   | get '' pods '' x            | false",
                "core:*/log:get                      | get '' pods log x           | true",
                "core:*/log:get                      | get '' pods exec x          | false",
                "core:*/log:get                      | get '' pods '' x            | false",
                "core:pods/*:get                     | get '' pods log x           | false",
                "core:pods:get:x y                   | get '' pods '' y            | true",
                "core:pods:get:x y                   | get '' pods '' z            | false",
                "core:pods:list watch create:x       | list '' pods '' ''          | false",
                "core:pods:list watch create:x       | create '' pods '' ''        | false",
                "core:pods:list watch create:x       | list '' pods '' x           | true",
                "core:pods:deletecollection:x        | deletecollection '' pods '' '' | false",
                "core:pods:list watch create         | create '' pods '' ''        | true",
                ":pods:get                           | get '' pods '' x            | false",
                "core::get                           | get '' pods '' x            | false",
                "core:pods:                          | get '' pods '' x            | false",
            })
    void aRuleAllowsWhatKubernetesAllows(String rule, String request, boolean allowed) {
        String[] words = request.trim().split(" +", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("''") ? "" : words[i];
        }
        AccessRequest asked = new AccessRequest(words[0], words[1], words[2], words[3], words[4]);
        assertThat(PolicyRules.allows(rule(rule.trim()), asked)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "v1:builds:get                          | v1:builds:get                     | ''",
                "v1:*/scale:get                         | v1:foo/scale:get                  | ''",
                "v1:*/scale:get                         | v1:foo/status:get                 | get on v1/foo/status",
                "v1:foo/scale:get                       | v1:*/scale:get                    | get on v1/*/scale",
                "v1:*:get                               | v1:*/scale foo foo/bar:get        | ''",
                "g1 g2:builds pods:delete update        | g1:builds:delete                  | ''",
                "*:roles:get                            | g1 g2:roles:get                   | ''",
                "g1:roles:get                           | *:roles:get                       | get on */roles",
                "*:roles:get                            | *:roles:get                       | ''",
                "v1:roles:*                             | v1:roles:watch list               | ''",
                "v1:roles:get list watch create exec    | v1:roles:*                        | * on v1/roles",
                "v1:*:get                               | v1:deployments:get                | ''",
                "v1:roles deployments:get               | v1:*:get                          | get on v1/*",
                "v1:*:get                               | v1:*:get                          | ''",
                "v1:pods:get                            | v1:pods:get:foo bar               | ''",
                "v1:pods:get:foo bar                    | v1:pods:get                       | get on v1/pods",
                "v1:pods:get:foo bar                    | v1:pods:get:bar                   | ''",
                "v1:pods:get:foo                        | v1:pods:get:foo bar               | get on v1/pods named bar",
                "v1:pods:get                            | :pods:get                         | ''",
            })
    void aRuleCoversWhatKubernetesSaysItCovers(String held, String wanted, String uncovered) {
        List<PolicyRule> found = PolicyRules.uncovered(List.of(rule(held.trim())), List.of(rule(wanted.trim())));
        assertThat(Escalation.text(found)).isEqualTo(uncovered);
    }

    @Test
    void severalRulesCoverOneTogether() {
        assertThat(PolicyRules.uncovered(
                        rules("v1:deployments:delete", "v1:builds:delete", "v1:builds deployments:update"),
                        rules("v1:builds deployments:delete update")))
                .isEmpty();
    }

    @Test
    void whatIsMissingIsNamedAndNothingElse() {
        assertThat(PolicyRules.uncovered(
                        rules("v1:builds deployments:delete update", "v1:pods:delete"),
                        rules("v1:builds deployments pods:delete update")))
                .containsExactly(rule("v1:pods:update"));
    }

    @Test
    void noRuleCoversHalfOfAPart() {
        assertThat(PolicyRules.uncovered(rules("v1:pods:get:foo", "v1:pods:get:bar"), rules("v1:pods:get")))
                .containsExactly(rule("v1:pods:get"));
    }

    @Test
    void aLongListIsCut() {
        PolicyRule wide = rule("g:a b c d:get list watch");
        assertThat(Escalation.text(PolicyRules.parts(wide)))
                .isEqualTo(
                        "get on g/a; list on g/a; watch on g/a; get on g/b; list on g/b; watch on g/b; get on g/c; list on g/c; watch on g/c; get on g/d; ... (12 in all)");
        assertThat(PolicyRules.size(wide)).isEqualTo(12);
    }

    @Test
    void aNarrowedRuleAllowsWhatBothAllow() {
        assertThat(PolicyRules.narrowed(rules("*:*:*"), rules("v1:pods:get:x"))).containsExactly(rule("v1:pods:get:x"));
        assertThat(PolicyRules.narrowed(rules("v1:pods:get"), rules("*:*:*"))).containsExactly(rule("v1:pods:get"));
        assertThat(PolicyRules.narrowed(rules("v1:pods/log:get list"), rules("v1:*/log:get watch")))
                .containsExactly(rule("v1:pods/log:get"));
        assertThat(PolicyRules.narrowed(rules("v1:pods:get:x"), rules("v1:pods:get:y")))
                .isEmpty();
        assertThat(PolicyRules.narrowed(rules("v1:pods:get"), List.of())).containsExactly(rule("v1:pods:get"));
    }
}
