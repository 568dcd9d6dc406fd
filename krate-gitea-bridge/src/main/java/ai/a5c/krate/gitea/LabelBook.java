package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.gitea.client.GiteaApi;
import ai.a5c.krate.gitea.client.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The labels that may be put on what is in a repository: its own, and those of the organization that owns it. */
record LabelBook(Errand errand) {

    /** Those that have one of the names; a repository's own come first. */
    List<Label> named(Set<String> names) {
        List<Label> found = new ArrayList<>();
        errand.<Label>first(
                (api, page, limit) -> api.labels(errand.owner(), errand.name(), page, limit),
                Label::getId,
                label -> isLast(found, label, names));
        if (found.stream().map(Label::getName).distinct().count() < names.size()) {
            errand.<Label>first(
                    (api, page, limit) -> organization(api, page, limit),
                    Label::getId,
                    label -> isLast(found, label, names));
        }
        return found;
    }

    private static boolean isLast(List<Label> found, Label label, Set<String> names) {
        if (label.getName() != null && names.contains(label.getName())) {
            found.add(label);
        }
        return found.size() >= names.size();
    }

    /** The labels of the owner, who has none if it is a person. */
    private List<Label> organization(GiteaApi api, int page, int limit) throws ApiException {
        try {
            List<Label> labels = api.organizationLabels(errand.owner(), page, limit);
            return labels == null ? List.of() : labels;
        } catch (ApiException e) {
            if (e.getCode() == 404 || e.getCode() == 403) {
                return List.of();
            }
            throw e;
        }
    }
}
