package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment of an agent: a few fixed variables and those that it was granted, nothing of the server's. */
final class CleanEnvironment {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> OWN = Set.of("PATH", "HOME", "TMPDIR", "TERM", "KRATE_SESSION");

    private CleanEnvironment() {}

    /**
     * The variables for a session.
     *
     * @throws LaunchRefusedException for a name that is none or that the runtime sets; values are never quoted
     */
    static Map<String, String> of(
            SessionDirectory directory, String path, Map<String, String> granted, Set<String> secretFiles) {
        Map<String, String> environment = granted(granted, secretFiles);
        secretFiles.forEach(
                name -> environment.put(name, directory.secrets().resolve(name).toString()));
        environment.put("PATH", path);
        environment.put("HOME", directory.home().toString());
        environment.put("TMPDIR", directory.temporary().toString());
        return environment;
    }

    /**
     * What does not depend on the machine.
     *
     * @throws LaunchRefusedException as above
     */
    static Map<String, String> granted(Map<String, String> granted, Set<String> secretFiles) {
        Stream.concat(granted.keySet().stream(), secretFiles.stream()).sorted().forEach(CleanEnvironment::check);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LANG", "C.UTF-8");
        environment.putAll(granted);
        environment.put("TERM", "dumb");
        return environment;
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LaunchRefusedException(
                    "EnvironmentRefused",
                    "'%s' is no name of an environment variable; expected letters, digits and _"
                            .formatted(HarmlessText.of(name)));
        }
        if (OWN.contains(name)) {
            throw new LaunchRefusedException(
                    "EnvironmentRefused",
                    "the environment variable %s is set by the runtime: take it out of the grants".formatted(name));
        }
    }
}
