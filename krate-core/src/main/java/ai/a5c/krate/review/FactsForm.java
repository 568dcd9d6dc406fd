package ai.a5c.krate.review;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentTriggerRule.Gate;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts as records write them: what the review looked at, and nothing else. */
record FactsForm(
        String namespace,
        List<ThingForm> secrets,
        List<ThingForm> configs,
        List<RoleForm> roles,
        List<String> users,
        List<String> teams,
        List<String> groups,
        boolean hasRuntime,
        List<String> runtimeCapabilities,
        List<Gate> gatesRequired,
        @Nullable Instant now) {

    /** What {@link #facts(Map)} reads. */
    static Map<String, Object> tree(ReviewRequest request, ReviewFacts facts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("namespace", facts.policy().namespace());
        tree.put(
                "resources",
                facts.policy().relevant(request).stream()
                        .map(FactsForm::document)
                        .toList());
        tree.put("secrets", facts.secrets());
        tree.put("configs", facts.configs());
        tree.put("roles", facts.roles());
        tree.put("users", facts.actor().users());
        tree.put("teams", facts.actor().teams());
        tree.put("groups", facts.actor().groups());
        tree.put("hasRuntime", facts.runtimeCapabilities().isPresent());
        tree.put("runtimeCapabilities", facts.runtimeCapabilities().orElse(Set.of()));
        tree.put("gatesRequired", facts.gatesRequired());
        tree.put("now", facts.now());
        return tree;
    }

    /** A resource without what no review looks at. */
    private static Map<String, Object> document(Resource resource) {
        Metadata all = resource.metadata();
        return ResourceCodec.write(resource.withMetadata(new Metadata(
                all.name(),
                all.namespace(),
                all.uid(),
                all.generation(),
                all.resourceVersion(),
                null,
                all.deletionTimestamp(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of())));
    }

    /**
     * The facts that a record holds.
     *
     * @throws IllegalArgumentException if they are none
     */
    static ReviewFacts facts(Map<String, Object> tree) {
        FactsForm form = Json.fromTree(tree, FactsForm.class);
        List<Resource> resources = new ArrayList<>();
        if (tree.get("resources") instanceof List<?> documents) {
            for (Object document : documents) {
                resources.add(resource(document));
            }
        }
        return form.facts(resources);
    }

    private ReviewFacts facts(List<Resource> resources) {
        if (namespace.isEmpty() || now == null) {
            throw new IllegalArgumentException("the facts of the review lack namespace or now");
        }
        return new ReviewFacts(
                Policy.of(namespace, resources),
                RequestForm.whole(secrets).stream().map(ThingForm::secret).toList(),
                RequestForm.whole(configs).stream().map(ThingForm::config).toList(),
                RequestForm.whole(roles).stream().map(RoleForm::fact).toList(),
                new ActorFact(RequestForm.set(users), RequestForm.set(teams), RequestForm.set(groups)),
                hasRuntime ? Optional.of(RequestForm.set(runtimeCapabilities)) : Optional.empty(),
                RequestForm.set(gatesRequired),
                now);
    }

    private static Resource resource(@Nullable Object document) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (document instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        Resource resource = KindRegistry.named(String.valueOf(members.get("kind")))
                .map(kind -> ResourceCodec.read(kind, members))
                .orElseThrow(() -> new IllegalArgumentException("a resource in the facts is of no known kind"));
        if (Grant.of(resource)
                .filter(grant -> grant.terms().subject().kind() == null)
                .isPresent()) {
            throw new IllegalArgumentException("a grant in the facts names no kind of subject");
        }
        return resource;
    }

    /** The object that is a member of {@code tree}. */
    static Map<String, Object> object(Map<String, Object> tree, String member) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (!(tree.get(member) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("the record has no " + member);
        }
        map.forEach((name, value) -> object.put(String.valueOf(name), value));
        return object;
    }

    /** A secret or ConfigMap. */
    record ThingForm(
            String namespace,
            String name,
            List<String> keys,
            String version,
            @Nullable Instant changedAt) {

        SecretFact secret() {
            return new SecretFact(namespace, name, RequestForm.set(keys), version, Optional.ofNullable(changedAt));
        }

        ConfigFact config() {
            return new ConfigFact(namespace, name, RequestForm.set(keys), version);
        }
    }

    /** A role. */
    record RoleForm(String role, boolean exists, RoleFact.@Nullable Answer answer, boolean drifted, String detail) {

        RoleFact fact() {
            if (answer == null) {
                throw new IllegalArgumentException("the facts of the review lack the answer about a role");
            }
            return new RoleFact(role, exists, answer, drifted, detail);
        }
    }
}
