package ai.a5c.krate.server.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An address of the Kubernetes face, taken apart; what it does not say is empty.
 *
 * @param group the API group, empty for the core group
 */
record Address(String group, String version, String namespace, String plural, String name, String subresource) {

    /** Reads {@code /apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL[/NAME[/SUBRESOURCE]]}, or {@code /api/v1/...}. */
    static Optional<Address> of(String path) {
        List<String> steps = Arrays.asList(path.replaceAll("^/|/$", "").split("/", -1));
        if (steps.contains("")) {
            return Optional.empty();
        }
        if (steps.get(0).equals("api") && steps.size() >= 2) {
            return of("", steps.get(1), steps.subList(2, steps.size()));
        }
        return steps.get(0).equals("apis") && steps.size() >= 3
                ? of(steps.get(1), steps.get(2), steps.subList(3, steps.size()))
                : Optional.empty();
    }

    private static Optional<Address> of(String group, String version, List<String> rest) {
        boolean namespaced = rest.size() >= 3 && rest.get(0).equals("namespaces");
        List<String> named = namespaced ? rest.subList(2, rest.size()) : rest;
        return named.size() > 3
                ? Optional.empty()
                : Optional.of(new Address(
                        group, version, namespaced ? rest.get(1) : "", at(named, 0), at(named, 1), at(named, 2)));
    }

    private static String at(List<String> steps, int index) {
        return index < steps.size() ? steps.get(index) : "";
    }

    /** Group and version as documents spell them. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
