package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.server.auth.Access;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tells callers who they are and what they may do; nothing is stored. */
final class Reviews {

    /** The API versions of what is answered here. */
    static final Set<String> ANSWERED = Set.of(Served.AUTHORIZATION, Served.AUTHENTICATION);

    private static final List<String> OPEN_PATHS = List.of("/api", "/apis", "/openapi", "/version");

    private final Permissions permissions;

    Reviews(Permissions permissions) {
        this.permissions = permissions;
    }

    void answer(Context context, Access access, Address address) {
        Map<String, Object> asked = ReviewBody.read(context, address.plural());
        Map<String, Object> tree = new LinkedHashMap<>();
        switch (address.apiVersion() + " " + address.plural()) {
            case Served.AUTHORIZATION + " selfsubjectaccessreviews" -> {
                head(tree, Served.AUTHORIZATION, "SelfSubjectAccessReview");
                tree.put("spec", asked.getOrDefault("spec", Map.of()));
                tree.put("status", review(access, asked));
            }
            case Served.AUTHORIZATION + " selfsubjectrulesreviews" -> {
                head(tree, Served.AUTHORIZATION, "SelfSubjectRulesReview");
                tree.put("spec", asked.getOrDefault("spec", Map.of()));
                tree.put("status", rules(access, Fields.text(asked, "spec.namespace")));
            }
            case Served.AUTHENTICATION + " selfsubjectreviews" -> {
                head(tree, Served.AUTHENTICATION, "SelfSubjectReview");
                tree.put("status", Map.of("userInfo", user(access)));
            }
            default -> throw Status.unknownResource().refusal();
        }
        Answer.json(context, 201, tree);
    }

    private static void head(Map<String, Object> tree, String apiVersion, String kind) {
        tree.put("kind", kind);
        tree.put("apiVersion", apiVersion);
        tree.put("metadata", Map.of());
    }

    private Map<String, Object> review(Access access, Map<String, Object> asked) {
        String path = Fields.text(asked, "spec.nonResourceAttributes.path");
        if (!path.isEmpty()) {
            boolean open = Fields.text(asked, "spec.nonResourceAttributes.verb").equals("get")
                    && OPEN_PATHS.stream().anyMatch(known -> path.equals(known) || path.startsWith(known + "/"));
            return verdict(open, open ? "" : "nothing but reading discovery is open");
        }
        Address address = new Address(
                attribute(asked, "group"),
                attribute(asked, "version"),
                attribute(asked, "namespace"),
                attribute(asked, "resource"),
                attribute(asked, "name"),
                attribute(asked, "subresource"));
        return Verb.of(attribute(asked, "verb"))
                .map(verb -> review(access, verb, address))
                .orElseGet(() -> verdict(false, "there is no such verb"));
    }

    private Map<String, Object> review(Access access, Verb verb, Address address) {
        if (address.group().isEmpty() && address.plural().equals("namespaces")) {
            return verdict(verb == Verb.GET || verb == Verb.LIST, "");
        }
        Optional<Kind> kind = KindRegistry.all().stream()
                .filter(known -> known.info().plural().equals(address.plural()))
                .filter(known ->
                        address.group().equals("*") || Subject.group(known).equals(address.group()))
                .findFirst();
        if (kind.isEmpty()) {
            return verdict(false, "there is no such resource");
        }
        try {
            permissions.admit(access, verb, kind.get(), address);
            return verdict(true, "");
        } catch (Refusal refusal) {
            return verdict(false, refusal.status().message());
        }
    }

    private static String attribute(Map<String, Object> asked, String name) {
        return Fields.text(asked, "spec.resourceAttributes." + name);
    }

    private static Map<String, Object> verdict(boolean allowed, String reason) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("allowed", allowed);
        if (!reason.isEmpty()) {
            verdict.put("reason", reason);
        }
        return verdict;
    }

    /** One rule for all resources of a group with the same verbs. */
    private Map<String, Object> rules(Access access, String namespace) {
        Map<String, List<String>> byRule = new TreeMap<>();
        for (Kind kind : KindRegistry.all()) {
            for (String subresource : List.of("", "status")) {
                List<String> verbs = Served.verbs(kind, subresource).stream()
                        .filter(verb -> mayAtAll(access, verb, kind, namespace, subresource))
                        .map(Verb::word)
                        .sorted()
                        .toList();
                String rule = Subject.group(kind) + " " + String.join(",", verbs);
                String resource = kind.info().plural() + (subresource.isEmpty() ? "" : "/" + subresource);
                if (!verbs.isEmpty()) {
                    byRule.computeIfAbsent(rule, key -> new ArrayList<>()).add(resource);
                }
            }
        }
        List<Map<String, Object>> rules = new ArrayList<>();
        byRule.forEach((rule, resources) -> rules.add(rule(rule, resources)));
        rules.add(rule("authorization.k8s.io create", List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews")));
        rules.add(rule("authentication.k8s.io create", List.of("selfsubjectreviews")));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("resourceRules", rules);
        status.put(
                "nonResourceRules",
                List.of(Map.of(
                        "verbs",
                        List.of("get"),
                        "nonResourceURLs",
                        OPEN_PATHS.stream()
                                .flatMap(path -> List.of(path, path + "/*").stream())
                                .toList())));
        status.put("incomplete", false);
        return status;
    }

    private boolean mayAtAll(Access access, Verb verb, Kind kind, String namespace, String subresource) {
        try {
            Address address = new Address(
                    Subject.group(kind), "v1alpha1", namespace, kind.info().plural(), "", subresource);
            permissions.admit(access, verb, kind, address);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    private static Map<String, Object> rule(String rule, List<String> resources) {
        String[] parts = rule.split(" ", 2);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("verbs", List.of(parts[1].split(",")));
        tree.put("apiGroups", List.of(parts[0]));
        tree.put("resources", resources);
        return tree;
    }

    private static Map<String, Object> user(Access access) {
        List<String> groups = new ArrayList<>(access.organizations().stream()
                .sorted()
                .map(slug -> "krate:organization:" + slug)
                .toList());
        if (access.administrator()) {
            groups.add("krate:administrators");
        }
        groups.add(access.write() ? "krate:writers" : "krate:readers");
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("username", access.name());
        user.put("uid", access.id());
        user.put("groups", groups);
        return user;
    }
}
