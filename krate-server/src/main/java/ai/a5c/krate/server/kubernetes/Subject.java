package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a request is about, as error messages name it; the name may be empty. */
record Subject(String kind, String plural, String group, String name) {

    private static final String ATTRIBUTE = "krate.subject";

    static Subject of(Kind kind, String name) {
        return new Subject(kind.name(), kind.info().plural(), group(kind), name);
    }

    static Subject namespace(String name) {
        return new Subject("Namespace", "namespaces", "", name);
    }

    /** The API group of a kind. */
    static String group(Kind kind) {
        return kind.apiVersion().split("/", 2)[0];
    }

    /** Lets failures of this request name the subject. */
    Subject noteIn(Context context) {
        context.attribute(ATTRIBUTE, this);
        return this;
    }

    static Optional<Subject> notedIn(Context context) {
        return Optional.ofNullable(context.attribute(ATTRIBUTE));
    }

    /** As {@code agentstacks.krate.a5c.ai "name"}. */
    String text() {
        return quoted(group.isEmpty() ? plural : plural + "." + group);
    }

    /** As {@code AgentStack.krate.a5c.ai "name"}. */
    String kindText() {
        return quoted(group.isEmpty() ? kind : kind + "." + group);
    }

    private String quoted(String resource) {
        return name.isEmpty() ? resource : "%s \"%s\"".formatted(resource, name);
    }

    /** The details of a Status. */
    Map<String, Object> details(String kindOrPlural, List<Map<String, Object>> causes) {
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "name", name);
        put(details, "group", group);
        details.put("kind", kindOrPlural);
        if (!causes.isEmpty()) {
            details.put("causes", causes);
        }
        return details;
    }

    private static void put(Map<String, Object> details, String name, String value) {
        if (!value.isEmpty()) {
            details.put(name, value);
        }
    }
}
