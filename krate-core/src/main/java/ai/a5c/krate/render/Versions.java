package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.util.List;
import java.util.Map;

/** API groups and versions of kinds. */
final class Versions {

    private Versions() {}

    static String group(Kind kind) {
        return kind.apiVersion().substring(0, kind.apiVersion().indexOf('/'));
    }

    static String version(Kind kind) {
        return kind.apiVersion().substring(kind.apiVersion().indexOf('/') + 1);
    }

    /** All groups with their version, such as {@code krate.a5c.ai/v1alpha1}. */
    static List<String> all() {
        return KindRegistry.all().stream().map(Kind::apiVersion).distinct().toList();
    }

    /** The kinds of a group. */
    static List<Kind> kinds(String group) {
        return KindRegistry.all().stream()
                .filter(kind -> group(kind).equals(group))
                .toList();
    }

    /** As {@code x-kubernetes-group-version-kind} names a kind. */
    static Map<String, Object> groupVersionKind(Kind kind) {
        return Node.of("group", group(kind))
                .with("kind", kind.name())
                .with("version", version(kind))
                .map();
    }
}
