package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;
import java.util.Map;

/** Verbs on resources that a binding gives to a subject, in the shape of a native role. */
@KindInfo(
        plural = "roles",
        shortNames = {"agentrole"},
        storage = Storage.CONFIG,
        doc = "Verbs on resources that a binding gives to a subject, in the shape of a native role.",
        columns = "Description=.spec.description")
public record Role(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public Role withMetadata(Metadata next) {
        return new Role(next, spec, status);
    }

    /** What the role allows. */
    @Rule(
            check = Check.AT_LEAST_ONE,
            fields = {"rules", "aggregationRule"})
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field("What the role is for.") String description,

            @Field("What is allowed; nothing else is.") List<PolicyRule> rules,

            @Field(
                    "Roles whose rules count as rules of this one, and theirs in turn; only who may do everything writes such a role.")
            AggregationRule aggregationRule) {

        public Spec {
            rules = List.copyOf(rules);
        }
    }

    /** Which roles count as part of another. */
    public record AggregationRule(
            @Field("Roles that any of these selects.") List<RoleSelector> roleSelectors) {

        public AggregationRule {
            roleSelectors = List.copyOf(roleSelectors);
        }
    }

    /** Selects roles by their labels. */
    public record RoleSelector(
            @Field(value = "Labels with values that a role must have, all of them.", required = true)
            Map<String, String> matchLabels) {

        public RoleSelector {
            matchLabels = Map.copyOf(matchLabels);
        }
    }
}
