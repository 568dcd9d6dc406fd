package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Evidence.Branch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The forge's repository, which notes every move of every branch. */
final class Origin {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_AUTHOR_NAME", "Alice",
            "GIT_AUTHOR_EMAIL", "alice@example.test",
            "GIT_COMMITTER_NAME", "Alice",
            "GIT_COMMITTER_EMAIL", "alice@example.test");
    private static final Pattern WORK = Pattern.compile("requests/([0-9]{1,9})\\.txt");

    private final Path bare;

    private Origin(Path bare) {
        this.bare = bare;
    }

    /** {@code acme/app.git} below {@code directory}, with one commit. */
    static Origin make(Path directory) {
        try {
            Path tree = Files.createDirectories(directory.resolve("tree"));
            Path bare = Files.createDirectories(directory.resolve("acme")).resolve("app.git");
            Origin origin = new Origin(bare);
            git(tree, "init", "--quiet", "--initial-branch=main", ".");
            Files.writeString(tree.resolve("README.md"), "Requests are answered in files of their own.\n");
            git(tree, "add", "--all");
            git(tree, "commit", "--quiet", "--message", "Begin");
            git(directory, "clone", "--quiet", "--bare", tree.toString(), bare.toString());
            git(bare, "config", "core.logAllRefUpdates", "always");
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Krate's branches. */
    List<Branch> branches() {
        List<Branch> branches = new ArrayList<>();
        for (String name : git(bare, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/krate")
                .lines()
                .toList()) {
            String changed = git(bare, "diff", "--name-only", "main", name);
            List<Integer> requests = WORK.matcher(changed)
                    .results()
                    .map(MatchResult::group)
                    .map(Origin::number)
                    .toList();
            branches.add(new Branch(name, moves(name), requests));
        }
        return branches;
    }

    private static int number(String path) {
        return Integer.parseInt(path.replaceAll("[^0-9]", ""));
    }

    private int moves(String branch) {
        try {
            return Files.readAllLines(bare.resolve("logs/refs/heads").resolve(branch))
                    .size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Shell.run(directory, ENVIRONMENT, command);
    }
}
