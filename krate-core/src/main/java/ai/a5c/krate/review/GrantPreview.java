package ai.a5c.krate.review;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.match.Glob;
import ai.a5c.krate.review.SecretReview.Need;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the narrowest secret grant that would let one case pass, as YAML that can be applied as it is. */
final class GrantPreview {

    private static final int LONGEST_PREFIX = 54;
    private static final String SPECIAL = "*?[]{},\\!";

    private final Case known;

    GrantPreview(Case known) {
        this.known = known;
    }

    String yaml(Need need, Collection<String> keys) {
        String spec = String.join("\n", spec(need, keys)) + "\n";
        return """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentSecretGrant
                metadata:
                  name: %s
                  namespace: %s
                spec:
                """.formatted(name(need, spec), quoted(known.namespace())) + spec;
    }

    private List<String> spec(Need need, Collection<String> keys) {
        List<String> lines = new ArrayList<>();
        lines.add("  subject: { kind: agent-stack, name: %s }"
                .formatted(quoted(known.stack().metadata().name())));
        lines.add("  secretRef: { name: %s, keys: %s }".formatted(quoted(need.secret()), list(keys)));
        lines.add("  purpose: " + SecretReview.word(need.purpose()));
        if (known.moment().knowsWork()) {
            lines.addAll(conditions(known.request()));
        } else {
            known.runtimeIdentity()
                    .map(account -> account.spec().allowedRepositories())
                    .filter(globs -> !globs.isEmpty())
                    .ifPresent(globs -> lines.add("  allowedRepositories: "
                            + list(globs.stream().sorted().toList())));
        }
        return lines;
    }

    private static List<String> conditions(ReviewRequest request) {
        List<String> lines = new ArrayList<>();
        if (!request.repository().isEmpty()) {
            lines.add("  allowedRepositories: " + list(List.of(glob(request.repository()))));
        }
        request.branch()
                .ifPresent(
                        branch -> lines.add("  allowedRefs: { include: %s }".formatted(list(List.of(glob(branch))))));
        lines.add("  allowedTriggerSources: [%s]".formatted(request.source().word()));
        lines.add("  allowedTaskKinds: [%s]".formatted(SecretReview.word(request.taskKind())));
        if (!request.isTrusted()) {
            lines.add("  allowUntrusted: true");
            lines.add("  requiredApproval: always");
        }
        return lines;
    }

    /** Readable at the front, and different for every other grant. */
    private String name(Need need, String spec) {
        String readable = (known.stack().metadata().name() + "-" + need.secret()).replace('.', '-');
        String prefix = readable.substring(0, Math.min(readable.length(), LONGEST_PREFIX));
        return "%s-%s".formatted(prefix, Digest.of(spec).hex().substring(0, 8)).replace("--", "-");
    }

    /** The glob that only {@code name} fits; of a name too long for a glob, its beginning. */
    private static String glob(String name) {
        StringBuilder glob = new StringBuilder();
        for (int codePoint : name.codePoints().toArray()) {
            String written = written(codePoint);
            if (glob.length() + written.length() > Glob.MAX_LENGTH - 2) {
                return glob.append("**").toString();
            }
            glob.append(written);
        }
        return glob.toString();
    }

    private static String written(int codePoint) {
        if (Character.isISOControl(codePoint)) {
            return "?";
        }
        return (SPECIAL.indexOf(codePoint) >= 0 ? "\\" : "") + Character.toString(codePoint);
    }

    private static String list(Collection<String> texts) {
        return texts.stream().map(GrantPreview::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A double-quoted YAML text of plain ASCII. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(codePoint -> {
            if (codePoint == '"' || codePoint == '\\') {
                out.append('\\').append((char) codePoint);
            } else if (codePoint >= ' ' && codePoint < 0x7f) {
                out.append((char) codePoint);
            } else {
                out.append("\\U%08X".formatted(codePoint));
            }
        });
        return out.append('"').toString();
    }
}
