package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import java.util.List;

/** Verbs on resources, in the shape of a native rule: a Kubernetes {@code PolicyRule}. */
public record PolicyRule(
        @Field(
                "The API groups; an empty text is the core group, '*' is every group; without any the rule allows nothing.")
        List<String> apiGroups,

        @Field(
                value =
                        "The resources by plural, subresources as pods/log, that of every resource as */log; '*' is every resource.",
                required = true)
        List<String> resources,

        @Field(
                "The names of the resources; empty for all. Requests that name none, such as list and create, need a rule without names.")
        List<String> resourceNames,

        @Field(value = "The verbs, such as get, list, create, bind; '*' is every verb.", required = true)
        List<String> verbs) {

    public PolicyRule {
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
        verbs = List.copyOf(verbs);
    }
}
