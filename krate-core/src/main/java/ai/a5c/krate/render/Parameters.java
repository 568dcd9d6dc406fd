package ai.a5c.krate.render;

import ai.a5c.krate.render.ApiForm.Parameter;
import java.util.List;

/** The parameters of the Kubernetes face, named as Kubernetes names them. */
final class Parameters {

    static final List<Parameter> NAMESPACE =
            List.of(new Parameter("namespace", "path", "string", "The organization's namespace."));

    static final List<Parameter> NAME = List.of(new Parameter("name", "path", "string", "The resource's name."));

    static final List<Parameter> LIST = List.of(
            query("allowWatchBookmarks", "boolean", "Whether a watch says from time to time how far it has come."),
            query("continue", "string", "Where the previous page ended."),
            query("fieldSelector", "string", "Which resources, by their fields."),
            query("labelSelector", "string", "Which resources, by their labels."),
            query("limit", "integer", "The size of a page."),
            query("resourceVersion", "string", "The version that a watch starts behind."),
            query("resourceVersionMatch", "string", "How resourceVersion is meant."),
            query("sendInitialEvents", "boolean", "Whether a watch starts with what is there."),
            query("timeoutSeconds", "integer", "How long a watch goes on."),
            query("watch", "boolean", "Whether changes are sent as they happen."));

    static final List<Parameter> WRITE = List.of(
            query("dryRun", "string", "All: everything is checked and nothing is stored."),
            query("fieldManager", "string", "Who owns the fields that are written."),
            query("fieldValidation", "string", "Strict, Warn or Ignore: what becomes of unknown fields."));

    static final List<Parameter> PATCH =
            List.of(query("force", "boolean", "Whether an apply takes fields over from other managers."));

    static final List<Parameter> DELETE = List.of(
            query("dryRun", "string", "All: everything is checked and nothing is deleted."),
            query("gracePeriodSeconds", "integer", "Accepted and without effect."),
            query("propagationPolicy", "string", "Foreground, Background or Orphan: what becomes of dependents."));

    private Parameters() {}

    private static Parameter query(String name, String type, String description) {
        return new Parameter(name, "query", type, description);
    }
}
