package ai.a5c.krate.git.jgit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a person should look at in a changed file, by its path and modes; names are compared as lenient file systems do. */
final class ChangeWarnings {

    private static final String SYMLINK = "120000";
    private static final String SUBMODULE = "160000";
    private static final String EXECUTABLE = "100755";

    private static final Map<String, Pattern> BY_PATH = Map.of(
            "ci-definition",
            Pattern.compile("(.*/)?(\\.(gitea|github|forgejo)/(workflows|actions)/.*"
                    + "|\\.gitlab-ci\\.ya?ml|\\.gitlab/ci/.*|jenkinsfile(\\..*)?|.*\\.jenkinsfile"
                    + "|\\.woodpecker(/.*|[^/]*\\.ya?ml)|\\.drone[^/]*\\.(ya?ml|star|jsonnet)|\\.circleci/.*"
                    + "|\\.travis\\.ya?ml|azure-pipelines\\.ya?ml|\\.buildkite/.*|\\.tekton/.*)"),
            "hook",
            Pattern.compile("(.*/)?(\\.husky|\\.githooks|\\.git-hooks|\\.lefthook)/.*"
                    + "|(.*/)?(\\.pre-commit-config\\.ya?ml|\\.?lefthook\\.ya?ml|\\.huskyrc[^/]*|\\.envrc)"),
            "lock-file",
            Pattern.compile("(.*/)?(package-lock\\.json|npm-shrinkwrap\\.json|yarn\\.lock|pnpm-lock\\.yaml|bun\\.lockb?"
                    + "|cargo\\.lock|go\\.sum|composer\\.lock|gemfile\\.lock|poetry\\.lock|pipfile\\.lock|uv\\.lock"
                    + "|pdm\\.lock|flake\\.lock|mix\\.lock|packages\\.lock\\.json|gradle\\.lockfile|pubspec\\.lock"
                    + "|podfile\\.lock|package\\.resolved|\\.terraform\\.lock\\.hcl|deno\\.lock)"),
            "codeowners",
            Pattern.compile("(.*/)?codeowners"),
            "submodule",
            Pattern.compile("(.*/)?\\.gitmodules"),
            "gitattributes",
            Pattern.compile("(.*/)?\\.gitattributes"),
            "agent-configuration",
            Pattern.compile("(.*/)?(\\.(claude|codex|gemini|opencode|cursor)/.*|\\.mcp\\.json|opencode\\.jsonc?"
                    + "|(claude|agents|gemini)(\\.local)?\\.md|\\.cursorrules|\\.github/copilot-instructions\\.md)"),
            "outside",
            Pattern.compile("/.*|(.*/)?(\\.\\.|\\.git|git~1)(/.*)?|[a-z]:.*"));

    private ChangeWarnings() {}

    /** Sorted warnings of a change from one path and mode to another; a mode of a file that is not there is all zeros. */
    static List<String> of(RawChange change) {
        Set<String> warnings = new TreeSet<>();
        for (String path : List.of(change.oldPath(), change.path())) {
            String folded = folded(path);
            BY_PATH.forEach((warning, pattern) -> {
                if (pattern.matcher(folded).matches()) {
                    warnings.add(warning);
                }
            });
        }
        addByMode(change, warnings);
        if (change.binary()) {
            warnings.add("binary");
        }
        return new ArrayList<>(warnings);
    }

    private static void addByMode(RawChange change, Set<String> warnings) {
        List<String> modes = List.of(change.oldMode(), change.mode());
        if (modes.contains(SYMLINK)) {
            warnings.add("symlink");
        }
        if (modes.contains(SUBMODULE)) {
            warnings.add("submodule");
        }
        if (change.mode().equals(EXECUTABLE) && !change.oldMode().equals(EXECUTABLE)) {
            warnings.add("executable");
        }
    }

    /** Whether a symbolic link at {@code path} leads out of the repository, or into git's own directory. */
    static boolean leadsOutside(String path, String target) {
        if (target.startsWith("/") || target.indexOf('\0') >= 0) {
            return true;
        }
        int depth = (int) path.chars().filter(c -> c == '/').count();
        for (String part : target.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0 || folded(part).equals(".git")) {
                return true;
            }
        }
        return false;
    }

    /** Lower case, {@code /} only, without unseen characters and without the ends that Windows drops. */
    private static String folded(String path) {
        return path.replaceAll("\\p{Cf}", "")
                .replace('\\', '/')
                .toLowerCase(Locale.ROOT)
                .replaceAll("(?<=[^./ ])[. ]+(?=/|$)", "");
    }
}
