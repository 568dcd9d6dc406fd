package ai.a5c.krate.writeback;

import ai.a5c.krate.writeback.PatchFacts.ChangedFile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds what a person should look at in a patch or another effect; paths are compared without regard to case. */
public final class RiskCheck {

    private static final int FEW_LINES = 3;
    private static final int MANY_FILES = 20;
    private static final Set<String> CI_FILES = Set.of(
            "jenkinsfile", ".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", ".drone.yml", ".woodpecker.yml");
    private static final Set<String> CI_DIRECTORIES =
            Set.of(".github", ".gitea", ".forgejo", ".circleci", ".woodpecker", ".buildkite", ".tekton");
    private static final Set<String> HOOKS =
            Set.of(".husky", ".githooks", ".git", ".gitattributes", ".gitmodules", ".pre-commit-config.yaml", "hooks");
    private static final Set<String> LOCK_FILES = Set.of(
            "package-lock.json",
            "npm-shrinkwrap.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "bun.lockb",
            "cargo.lock",
            "gemfile.lock",
            "poetry.lock",
            "pipfile.lock",
            "uv.lock",
            "composer.lock",
            "go.sum",
            "gradle.lockfile",
            "flake.lock",
            "packages.lock.json");
    private static final Set<String> AGENT_FILES =
            Set.of(".claude", ".codex", ".gemini", ".mcp.json", "claude.md", "agents.md", "gemini.md");

    private RiskCheck() {}

    /** What to look at; empty when there is nothing. */
    public static Set<Risk> risks(PatchFacts patch) {
        Set<Risk> risks = EnumSet.noneOf(Risk.class);
        if (patch.requestLines() <= FEW_LINES && patch.files().size() >= MANY_FILES) {
            risks.add(Risk.LARGE_FOR_ITS_REQUEST);
        }
        for (ChangedFile file : patch.files()) {
            addIf(file.isBinary(), Risk.BINARY, risks);
            addIf(file.isSymlink(), Risk.SYMLINK, risks);
            addIf(file.modeChanged(), Risk.FILE_MODE, risks);
            addIf(file.assertionsDeleted() > 0, Risk.DELETED_ASSERTIONS, risks);
            risks.addAll(ofPath(file.path()));
        }
        return risks;
    }

    /** What to look at in an effect that is no patch; {@code parameters} are those of its target. */
    public static Set<Risk> risks(String action, Map<String, String> parameters) {
        return action.equals("commit-status") && "success".equals(parameters.get("state"))
                ? Set.of(Risk.SAYS_PASSED)
                : Set.of();
    }

    private static Set<Risk> ofPath(String path) {
        Set<Risk> risks = EnumSet.noneOf(Risk.class);
        List<String> parts =
                Arrays.asList(path.toLowerCase(Locale.ROOT).replace('\\', '/').split("/", -1));
        String name = parts.get(parts.size() - 1);
        addIf(isOutside(path, parts), Risk.OUTSIDE_THE_TREE, risks);
        addIf(CI_FILES.contains(name) || hasAny(parts, CI_DIRECTORIES), Risk.CI_DEFINITION, risks);
        addIf(hasAny(parts, HOOKS), Risk.GIT_HOOK, risks);
        addIf(name.equals("codeowners"), Risk.OWNERS, risks);
        addIf(LOCK_FILES.contains(name), Risk.LOCK_FILE, risks);
        addIf(hasAny(parts, AGENT_FILES), Risk.AGENT_CONFIGURATION, risks);
        return risks;
    }

    private static boolean isOutside(String path, List<String> parts) {
        return parts.contains("..") || parts.contains("") || path.matches("(?s)[A-Za-z]:.*") || path.indexOf('\0') >= 0;
    }

    private static boolean hasAny(List<String> parts, Set<String> names) {
        return parts.stream().anyMatch(names::contains);
    }

    private static void addIf(boolean found, Risk risk, Set<Risk> risks) {
        if (found) {
            risks.add(risk);
        }
    }
}
