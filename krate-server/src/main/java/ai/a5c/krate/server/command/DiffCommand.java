package ai.a5c.krate.server.command;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows what apply would change; exit code 0 for nothing, 1 for something, 2 for a failure.")
final class DiffCommand implements Callable<Integer> {

    private static final int CONTEXT = 3;

    private final Terminal terminal;

    @Mixin
    private final NamespaceOptions options = new NamespaceOptions();

    @Mixin
    private final FileOptions files = new FileOptions();

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            List<Manifest> manifests = Manifest.sorted(files.read(terminal));
            Face face = options.face(terminal, false);
            int differing = 0;
            for (Manifest manifest : manifests) {
                differing += show(face, manifest) ? 1 : 0;
            }
            return differing == 0 ? 0 : 1;
        } catch (CommandException e) {
            terminal.err().println("krate: " + Terminal.plain(String.valueOf(e.getMessage())));
            return 2;
        }
    }

    /** Whether there was something to show. */
    private boolean show(Face face, Manifest manifest) {
        Rehearsal rehearsal = Placed.one(manifest, () -> Rehearsal.of(face, manifest));
        List<String> before = rehearsal.before().lines().toList();
        List<String> after = rehearsal.after().lines().toList();
        List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
                "live/" + manifest.reference(),
                "applied/" + manifest.reference(),
                before,
                DiffUtils.diff(before, after),
                CONTEXT);
        lines.forEach(terminal::line);
        return !lines.isEmpty();
    }
}
